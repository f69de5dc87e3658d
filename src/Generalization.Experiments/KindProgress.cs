namespace Generalization.Experiments;

/// <summary>How far an experiment is; each kind has records of its own.</summary>
public abstract record KindProgress
{
    /// <summary>Where it is, in a few words.</summary>
    public abstract string Words { get; }

    /// <summary>The same where several are shown side by side. Default: the same.</summary>
    public virtual string ShortWords => Words;

    /// <summary>The time that it still needs, at most. Default: null, not known.</summary>
    public virtual TimeSpan? Remaining => null;

    /// <summary>Training images over the time of the training steps. Default: null, none are trained.</summary>
    public virtual double? ImagesPerSecond => null;
}
