using System.Globalization;
using Generalization.Kernels.Functions;

namespace Generalization.Kernels.Features;

internal static class FeatureOption
{
    public static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1, but was {value}.");

    public static double Positive(double value, string name) => KernelArgument.Positive(value, name, name);

    public static double AtLeast(double least, double value, string name) =>
        value >= least && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least} and finite, but was {value}.")
            );
}
