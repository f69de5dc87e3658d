using System.Collections.Immutable;
using System.Globalization;
using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>Draws each label from the row of its class in a transition matrix: class-dependent label noise.</summary>
/// <remarks>P(y′ = j | y = i) = Tᵢⱼ. Every training label counts as drawn anew, even where it is the same. Labels int64 (N) → int64 (N);
/// pixels untouched.</remarks>
public sealed record ClassTransitionNoise : LabelCorruption
{
    private readonly ImmutableArray<ImmutableArray<double>> cumulative;

    /// <summary>Noise by a transition matrix.</summary>
    /// <param name="transition">T, k × k, each entry in [0, 1], each row summing to 1 within 1e-9; copied.</param>
    /// <exception cref="ArgumentException">The matrix is not square, an entry is outside [0, 1] or a row does not sum to 1.</exception>
    public ClassTransitionNoise(double[,] transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        var k = transition.GetLength(0);
        if (k < 2 || transition.GetLength(1) != k)
            throw new ArgumentException(
                $"A transition matrix must be square with at least two classes, but was {k} × {transition.GetLength(1)}.",
                nameof(transition)
            );
        cumulative = [.. Enumerable.Range(0, k).Select(i => Cumulate(transition, i))];
    }

    /// <inheritdoc/>
    public override string Name => "class-transition";

    /// <summary>k.</summary>
    public int ClassCount => cumulative.Length;

    /// <inheritdoc/>
    protected override RandomPurpose Purpose => RandomPurpose.LabelTransition;

    /// <inheritdoc/>
    protected override (long Assigned, bool Replaced) Draw(LabelledExample example, ref RandomStream random)
    {
        var u = random.NextDouble();
        var row = cumulative[(int)example.Label];
        var j = 0;
        while (u >= row[j])
            j++;
        return (j, true);
    }

    private protected override void Check(Dataset data)
    {
        if (data.ClassCount != ClassCount)
            throw new ArgumentException(
                $"The transition matrix is for {ClassCount} classes, but {data.Name} has {data.ClassCount}.",
                nameof(data)
            );
    }

    private static ImmutableArray<double> Cumulate(double[,] transition, int row)
    {
        var k = transition.GetLength(0);
        var sums = new double[k];
        var sum = 0.0;
        for (var j = 0; j < k; j++)
        {
            var entry = transition[row, j];
            if (entry is not (>= 0 and <= 1))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"A transition probability must lie in [0, 1], but entry ({row}, {j}) was {entry}."
                    ),
                    nameof(transition)
                );
            sums[j] = sum += entry;
        }

        if (Math.Abs(sum - 1) > 1e-9)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Each row of a transition matrix must sum to 1, but row {row} sums to {sum}."),
                nameof(transition)
            );
        // The last class with a probability takes what rounding left over.
        for (var j = k - 1; j >= 0; j--)
        {
            sums[j] = 1;
            if (transition[row, j] > 0)
                break;
        }

        return [.. sums];
    }
}
