namespace Generalization.Measures.Subsets;

/// <summary>How the trainings of a design are done and what is kept of them.</summary>
public sealed record SubsetRunOptions
{
    private const int MostAtOnce = 1024;

    /// <summary>Where a small file for each run is kept; a run whose file is there is not done again. Default: null, all are kept in
    /// memory.</summary>
    public string? Folder { get; init; }

    /// <summary>How many trainings go side by side on threads of their own, in [1, 1024]; libtorch's threads are divided among them. With
    /// another number of threads a network's sums, and so its last bits, may be others. Default: 1, on the caller's thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside its range.</exception>
    public int AtOnce
    {
        get;
        init =>
            field = value is >= 1 and <= MostAtOnce
                ? value
                : throw new ArgumentOutOfRangeException(nameof(AtOnce), $"AtOnce must lie in [1, {MostAtOnce}], but was {value}.");
    } = 1;

    /// <summary>What the learner's outputs are. Default: null, logits for a network that is trained with cross-entropy, else
    /// margins.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no such kind.</exception>
    public ConfidenceKind? Confidence
    {
        get;
        init =>
            field =
                value is null || Enum.IsDefined(value.Value)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Confidence),
                        $"Confidence must be one of {string.Join(", ", Enum.GetNames<ConfidenceKind>())}, but was {value}."
                    );
    }

    /// <summary>Words that tell the learner, with all of its settings, from every other; kept runs of other words are refused. Default:
    /// null, the learner's own, which networks and every <see cref="Identity.IDescribed"/> have.</summary>
    public string? Learner { get; init; }
}
