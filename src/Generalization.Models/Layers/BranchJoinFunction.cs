using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Models.Layers;

/// <summary>Branches that write side by side into one tensor, and read its gradient there, as one node of libtorch's graph.</summary>
/// <remarks>What autograd does with three operators and a concatenation reads and writes each element some twenty times; this does with
/// eight.</remarks>
internal sealed unsafe class BranchJoinFunction : autograd.SingleTensorFunction<BranchJoinFunction>
{
    private const string States = "states";

    // TorchSharp hands bare handles of the gradients to libtorch, so that their owners must live a little longer than the call.
    [ThreadStatic]
    private static List<Tensor>? handedOver;

    public override string Name => nameof(BranchJoinFunction);

    public static Tensor Run(Branch[] branches)
    {
        List<object?> arguments = [branches];
        foreach (var branch in branches)
        {
            arguments.Add(branch.Input);
            arguments.AddRange(branch.Parameters);
        }

        return apply([.. arguments]);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var branches = (Branch[])vars[0];
        ctx.set_materialize_grads(false);
        var (height, width) = branches[0].OutputSize;
        var channels = branches.Sum(b => b.Channels);
        var output = BranchState.Empty(branches[0].Input.shape[0], channels, height, width);
        var memory = (ushort*)BranchState.Pointer(output);
        var (states, saved, at) = (new List<BranchState>(), new List<Tensor>(), 0);
        foreach (var branch in branches)
        {
            var state = branch.Forward(memory + at, channels);
            states.Add(state);
            saved.Add(branch.Input);
            if (state.Kept is { } kept)
                saved.Add(kept);
            at += branch.Channels;
        }

        ctx.save_for_backward(saved);
        ctx.save_data(States, states);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        handedOver?.ForEach(t => t.Dispose());
        var states = (List<BranchState>)ctx.get_data(States);
        using var scope = NewDisposeScope();
        var saved = new Queue<Tensor>(ctx.get_saved_variables());
        var gradient = Laid(grad_output);
        var memory = (ushort*)BranchState.Pointer(gradient);
        var (stride, at) = ((int)gradient.shape[1], 0);
        List<Tensor?> results = [null];
        foreach (var state in states)
        {
            var input = saved.Dequeue();
            var (ofInput, ofParameters) = state.Backward(memory + at, stride, input, state.Kept is null ? null : saved.Dequeue());
            at += (int)input.shape[1];
            results.Add(ofInput);
            results.AddRange(ofParameters);
        }

        handedOver = [.. results.OfType<Tensor>().Select(t => t.MoveToOuterDisposeScope())];
        grad_output.Dispose();
        return results!;
    }

    // What comes of another layer may lie otherwise or be float32.
    private static Tensor Laid(Tensor gradient) => gradient.to(ScalarType.BFloat16).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
