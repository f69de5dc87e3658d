namespace Generalization.Report.Statistics;

/// <summary>Compares two accuracies near 100 % by their numbers of errors, since a point of accuracy is much there.</summary>
public static class ErrorCounts
{
    /// <summary>The accuracy from which errors are counted: 0.95.</summary>
    public const double NearSaturation = 0.95;

    private const double MostRatio = 1.5,
        Deviations = 3;

    /// <summary>Differs where the larger count is above 1.5 times the smaller and the difference above 3√(e₁ + e₂); agrees else.</summary>
    /// <param name="first">e₁, at least 0; a mean over runs need not be whole.</param>
    /// <param name="second">e₂, at least 0.</param>
    public static Agreement Compare(double first, double second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(second);
        var (few, many) = (Math.Min(first, second), Math.Max(first, second));
        return many > MostRatio * few && many - few > Deviations * Math.Sqrt(first + second) ? Agreement.Differs : Agreement.Agrees;
    }
}
