namespace Generalization.Training.Checkpoints;

/// <summary>Where a training keeps its state and how often, so that it goes on where it was stopped.</summary>
/// <remarks>The state is everything that decides the future: weights, buffers and their averages, what the optimizer keeps, the position in
/// the epoch and in every module that draws, what observers have gathered, and the history. Only one training at a time may use the folder.
/// A training that is stopped at any step and continued gives the weights and history of one that was never stopped: bit for bit on a CPU
/// with the same number of threads.</remarks>
/// <param name="Folder">A folder of this training alone; made where it is missing.</param>
/// <exception cref="ArgumentException">No folder is named.</exception>
public sealed record CheckpointOptions(string Folder)
{
    /// <inheritdoc cref="CheckpointOptions(string)" path="/param[@name='Folder']"/>
    public string Folder { get; } =
        !string.IsNullOrWhiteSpace(Folder)
            ? Folder
            : throw new ArgumentException("Checkpoints need a folder, but none was named.", nameof(Folder));

    /// <summary>The time between two checkpoints, not negative; one is also written when the training is cancelled and when it ends.
    /// Default: one minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan Every
    {
        get;
        init =>
            field =
                value >= TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(Every),
                        FormattableString.Invariant($"Every must not be negative, but was {value}.")
                    );
    } = TimeSpan.FromMinutes(1);

    /// <summary>Words that distinguish this training where data, options and network are the same, for example an experiment's hash.
    /// Default: none.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Asked before each checkpoint. Where it answers no, no checkpoint is written, for example because another process owns the
    /// folder by now. Default: null; the folder is locked, and a second training there is refused.</summary>
    public Func<bool>? MayWrite { get; init; }
}
