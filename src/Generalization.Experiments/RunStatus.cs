using System.Text.Json.Serialization;

namespace Generalization.Experiments;

/// <summary>How far an experiment is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Nobody works on it; it may have a checkpoint.</summary>
    Pending,

    /// <summary>A living owner works on it.</summary>
    Running,

    /// <summary>It has a result.</summary>
    Finished,

    /// <summary>It ended without one, for a reason that would repeat: its result holds the sentence.</summary>
    Failed,

    /// <summary>A file of it cannot be read; it is not run again before that is removed.</summary>
    Damaged,
}
