namespace Generalization.Kernels.Functions;

internal static class KernelArgument
{
    public static double Positive(double value, string what, string name) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{what} must be positive and finite, but was {value}.")
            );
}
