using System.Collections;
using System.Globalization;

namespace Generalization.Experiments.Running;

/// <summary>The share of a list that one of several processes works on first: positions i, i + n, i + 2n, …, counted from 0.</summary>
/// <remarks>Every share has some of the most informative experiments, which come first. What is left of the others' shares comes after
/// it.</remarks>
/// <param name="Index">i, in [0, n).</param>
/// <param name="Count">n, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">i is outside [0, n), or n is below 1.</exception>
public sealed record Shard(int Index, int Count)
{
    /// <inheritdoc cref="Shard(int, int)" path="/param[@name='Count']"/>
    public int Count { get; } =
        Count >= 1
            ? Count
            : throw new ArgumentOutOfRangeException(nameof(Count), $"A list must be shared by at least 1, but was by {Count}.");

    /// <inheritdoc cref="Shard(int, int)" path="/param[@name='Index']"/>
    public int Index { get; } =
        Index >= 0 && Index < Math.Max(Count, 1)
            ? Index
            : throw new ArgumentOutOfRangeException(
                nameof(Index),
                $"A share of {Count} must lie in [0, {Count}), counted from 0, but was {Index}."
            );

    /// <summary>Reads "i/n", i from 0: "0/4" to "3/4".</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is not that.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var i, var n] && Number(i) is { } index && Number(n) is { } count && index < count
            ? new Shard(index, count)
            : throw new FormatException($"A share must be i/n, i from 0 to n − 1, for example 0/4, but was {text}.");
    }

    /// <summary>The share that a scheduler gives this process: a task of a Slurm array, or a pod of a Kubernetes indexed Job; null where
    /// there is none.</summary>
    /// <remarks>Slurm: (SLURM_ARRAY_TASK_ID − SLURM_ARRAY_TASK_MIN) / SLURM_ARRAY_TASK_STEP of SLURM_ARRAY_TASK_COUNT. Where an array has
    /// gaps it is the remainder: two tasks may then begin with the same share, and the first process that is done begins a share that
    /// nobody has. Kubernetes: JOB_COMPLETION_INDEX of the number of completions. A pod is not told that number, so give it here, or set
    /// JOB_COMPLETION_COUNT in the Job.</remarks>
    /// <param name="environment">The environment, as <see cref="Environment.GetEnvironmentVariables()"/> gives it.</param>
    /// <param name="completions">The Job's completions. Default: null, those of JOB_COMPLETION_COUNT.</param>
    /// <exception cref="FormatException">A variable is not a number in its range, or the completions are not known.</exception>
    public static Shard? FromEnvironment(IDictionary environment, int? completions = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (Of("SLURM_ARRAY_TASK_ID") is { } task)
        {
            var (first, step) = (Of("SLURM_ARRAY_TASK_MIN") ?? 0, Math.Max(Of("SLURM_ARRAY_TASK_STEP") ?? 1, 1));
            var tasks =
                Of("SLURM_ARRAY_TASK_COUNT")
                ?? throw new FormatException(
                    "SLURM_ARRAY_TASK_COUNT must be set beside SLURM_ARRAY_TASK_ID, but is not; give --shard i/n."
                );
            return task >= first && tasks >= 1
                ? new Shard((task - first) / step % tasks, tasks)
                : throw new FormatException(
                    "SLURM_ARRAY_TASK_ID must be at least SLURM_ARRAY_TASK_MIN, and SLURM_ARRAY_TASK_COUNT at least 1, but "
                        + $"they were {task}, {first} and {tasks}; give --shard i/n."
                );
        }

        if (Of("JOB_COMPLETION_INDEX") is not { } pod)
            return null;
        var pods =
            completions
            ?? Of("JOB_COMPLETION_COUNT")
            ?? throw new FormatException(
                "JOB_COMPLETION_COUNT must be set to the Job's completions beside JOB_COMPLETION_INDEX, but is not; set it "
                    + "in the Job, or give --shard i/n."
            );
        return pod < pods
            ? new Shard(pod, pods)
            : throw new FormatException(
                $"JOB_COMPLETION_INDEX must be below the Job's completions, but was {pod} of {pods}; set "
                    + "JOB_COMPLETION_COUNT to the completions, or give --shard i/n."
            );

        int? Of(string name) =>
            environment[name] is not string { Length: > 0 } text
                ? null
                : Number(text) ?? throw new FormatException($"{name} must be a number from 0, but was {text}.");
    }

    /// <summary>A list with this share first, then the rest, each in the list's order.</summary>
    /// <param name="list">The list.</param>
    public IEnumerable<T> First<T>(IReadOnlyList<T> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.Index().OrderBy(x => x.Index % Count == Index ? 0 : 1).Select(x => x.Item);
    }

    /// <summary>For example 0/4.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
