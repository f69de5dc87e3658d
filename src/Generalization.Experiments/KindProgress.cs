namespace Generalization.Experiments;

/// <summary>Where an experiment is; records for each kind.</summary>
public abstract record KindProgress
{
    /// <summary>Where it is, in a few words.</summary>
    public abstract string Words { get; }

    /// <summary>The same where several are shown side by side. Default: the same.</summary>
    public virtual string ShortWords => Words;

    /// <summary>The time that it has still to go, at most. Default: null, not known.</summary>
    public virtual TimeSpan? Remaining => null;

    /// <summary>Training images over the time of the training steps. Default: null, none are trained.</summary>
    public virtual double? ImagesPerSecond => null;
}
