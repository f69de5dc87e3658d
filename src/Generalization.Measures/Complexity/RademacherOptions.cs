namespace Generalization.Measures.Complexity;

/// <summary>How an empirical Rademacher complexity is estimated.</summary>
/// <remarks>A value outside its range throws <see cref="ArgumentOutOfRangeException"/> where it is set.</remarks>
public sealed record RademacherOptions
{
    /// <summary>How many labelings are drawn and fitted; at least 1, and one alone has no interval. Default: 5.</summary>
    public int Draws
    {
        get;
        init => field = AtLeast(1, value, nameof(Draws));
    } = 5;

    /// <summary>k, how many classes labels are drawn from; at least 2. Default: 2, the signs of the definition.</summary>
    public int ClassCount
    {
        get;
        init => field = AtLeast(2, value, nameof(ClassCount));
    } = 2;

    /// <summary>How many labelings are fitted together; at least 1. More take more memory, and each is kept when all of them are fitted.
    /// Default: null, all of a learner that shares its work between them (<see cref="Learning.IHatTrace"/>), one of any other.</summary>
    public int? DrawsAtOnce
    {
        get;
        init => field = value is { } given ? AtLeast(1, given, nameof(DrawsAtOnce)) : null;
    }

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least {least}, but was {value}.");
}
