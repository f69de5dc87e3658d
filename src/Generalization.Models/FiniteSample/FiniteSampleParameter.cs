using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Models.FiniteSample;

internal static class FiniteSampleParameter
{
    public static Parameter Of(double[] values, long[] shape)
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(tensor(values, shape, dtype: ScalarType.Float64));
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
