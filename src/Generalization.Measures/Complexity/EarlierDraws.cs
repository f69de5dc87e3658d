using System.Collections.Immutable;

namespace Generalization.Measures.Complexity;

/// <summary>Draws that were made before, checked, and those that are still to be made.</summary>
internal sealed class EarlierDraws<T>
    where T : class
{
    private readonly T?[] draws;
    private readonly Func<T, int> indexOf;

    /// <exception cref="ArgumentException">A draw is of something else, has no index or stands twice.</exception>
    public EarlierDraws(IReadOnlyList<T>? earlier, Func<T, string> whatOf, Func<T, int> indexOf, string of, int count)
    {
        (draws, this.indexOf) = (new T?[count], indexOf);
        foreach (var draw in earlier ?? [])
        {
            if (whatOf(draw) != of)
                throw new ArgumentException(
                    $"An earlier draw must be of {of}, but draw {indexOf(draw)} is of {whatOf(draw)}; hand back the draws of this "
                        + "measurement alone.",
                    nameof(earlier)
                );
            var index = indexOf(draw);
            if (index < 0 || (index < count && draws[index] is not null))
                throw new ArgumentException(
                    $"Earlier draws must each have an index of their own from 0 on, but {index} "
                        + $"{(index < 0 ? "is none" : "stands twice")}.",
                    nameof(earlier)
                );
            if (index < count)
                draws[index] = draw;
        }
    }

    /// <summary>The indices of what is to be made.</summary>
    public int[] Missing => [.. Enumerable.Range(0, draws.Length).Where(i => draws[i] is null)];

    /// <summary>All draws, when none is missing.</summary>
    public ImmutableArray<T> All => [.. draws.Select(draw => draw!)];

    public void Add(T draw) => draws[indexOf(draw)] = draw;
}
