using Generalization.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Tests.Training.Updates;

/// <summary>A module of parameters alone.</summary>
internal sealed class Bag : nn.Module
{
    public Bag(IEnumerable<Tensor> values)
        : base(nameof(Bag))
    {
        Parameters = [.. values.Select(v => new Parameter(v))];
        for (var i = 0; i < Parameters.Length; i++)
            register_parameter($"{i}", Parameters[i]);
    }

    public Parameter[] Parameters { get; }

    public static Tensor Gaussian(long[] shape, ref RandomStream random)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        random.FillGaussian(values);
        return tensor(values, shape);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var parameter in Parameters)
                parameter.Dispose();
        base.Dispose(disposing);
    }
}
