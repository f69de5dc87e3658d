using Generalization.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Tests.Support;

/// <summary>A linear layer under two linear heads, of which the second is only trained.</summary>
internal sealed class TwoHeads : nn.Module<Tensor, Tensor>, IAuxiliaryOutput
{
    private readonly Linear trunk,
        main,
        second;
    private Tensor? said;

    public TwoHeads(int inputs, int outputs)
        : base(nameof(TwoHeads))
    {
        (trunk, main, second) = (nn.Linear(inputs, 5), nn.Linear(5, outputs), nn.Linear(5, outputs));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var p in new[] { trunk, main, second }.SelectMany(l => l.parameters()))
            p.copy_(linspace(-1, 1, p.numel()).mul(7 + p.numel()).sin().mul(0.4).view(p.shape));
        RegisterComponents();
    }

    public bool HasAuxiliaryOutput => true;

    public IEnumerable<Parameter> AuxiliaryParameters => second.parameters();

    public Tensor? TakeAuxiliaryOutput()
    {
        var taken = said;
        said = null;
        return taken;
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        TakeAuxiliaryOutput()?.Dispose();
        var x = trunk.call(input.flatten(1)).relu();
        if (training)
            said = second.call(x).DetachFromDisposeScope();
        return main.call(x).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            TakeAuxiliaryOutput()?.Dispose();
        base.Dispose(disposing);
    }
}
