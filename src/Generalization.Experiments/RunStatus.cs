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

    /// <summary>It ended with an error that would occur again; its result holds the sentence.</summary>
    Failed,

    /// <summary>One of its files cannot be read. It is not run again before that file is removed.</summary>
    Damaged,
}
