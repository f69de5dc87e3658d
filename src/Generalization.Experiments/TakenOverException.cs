namespace Generalization.Experiments;

/// <summary>Another process owns the run by now, as this one gave no sign of life for too long. No cancellation, after which a training
/// would write a checkpoint.</summary>
internal sealed class TakenOverException()
    : Exception("The run was taken over by another process, as this one gave no sign of life for the time-out.");
