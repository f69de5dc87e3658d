using Generalization.Distributed;
using Generalization.Inputs;
using Generalization.Kernels.Solvers;
using Generalization.Torch;
using Generalization.Training;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Generalization.Experiments;

/// <summary>How experiments are run. Nothing here changes their results on a CPU.</summary>
public sealed record RunnerOptions
{
    /// <summary>Where to compute. Default: the CPU.</summary>
    public torch.Device Device { get; init; } = TorchBackend.Cpu;

    /// <summary>The memory of <see cref="Device"/> that a kernel regression's matrix and workspace may take, in bytes; at least 1. Default:
    /// null, nine tenths of what the process may use.</summary>
    /// <remarks>On a device other than the CPU it must be set for direct kernel experiments, which cannot run there otherwise; see
    /// <see cref="SolverOptions.Memory"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public long? Memory
    {
        get;
        init =>
            field = value is null or >= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Memory), $"Memory must be at least 1 byte, but was {value}.");
    }

    /// <summary>The folder for the part of a kernel's matrix that does not fit in memory. Default: null, the system's temporary
    /// folder.</summary>
    public string? Spill { get; init; }

    /// <summary>A folder where a regression on random convolutions keeps what it has accumulated, and from which it goes on. Default: null,
    /// the run's own, which is removed at the end.</summary>
    public string? Accumulation { get; init; }

    /// <summary>The time between two checkpoints, not negative. Default: one minute.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan CheckpointEvery
    {
        get;
        init =>
            field =
                value >= TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(CheckpointEvery),
                        FormattableString.Invariant($"CheckpointEvery must not be negative, but was {value}.")
                    );
    } = TimeSpan.FromMinutes(1);

    /// <summary>How many trainings go side by side in an experiment that makes many, at least 1. Default: 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int AtOnce
    {
        get;
        init =>
            field =
                value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(AtOnce), $"AtOnce must be at least 1, but was {value}.");
    } = 1;

    /// <summary>How trainings read pixels ahead that do not lie in memory. Default: null, by two threads, four batches.</summary>
    public ReadAhead? ReadAhead { get; init; }

    /// <summary>Hears where every run is, in the thread that runs it and before whoever watches; what it throws ends the run. Default:
    /// null, nobody.</summary>
    public IProgress<RunProgress>? Listener { get; init; }

    /// <summary>Gets what a training has to say: a line for each epoch, and warnings. Default: null, nothing is written.</summary>
    public ILogger<Trainer>? Logger { get; init; }

    /// <summary>A folder that TensorBoard reads, where every training writes its scalars, in a folder of its own by the experiment's
    /// identity. Default: null, none.</summary>
    /// <remarks>A training that goes on writes them anew. TensorBoard's time axis shows seconds of training.</remarks>
    public string? TensorBoard { get; init; }

    /// <summary>What runs trainings by many workers whose engine is a cluster. Default: null, nobody: such experiments are left to a
    /// program that starts one.</summary>
    public IDistributedEngine? Cluster { get; init; }

    /// <summary>Whether each trained network stays in its run's folder, as model.safetensors. Default: false.</summary>
    public bool KeepNetworks { get; init; }

    /// <summary>Whether what pictures and tables of single examples, steps, iterations and points are made of stays in a run's folder.
    /// Default: false.</summary>
    public bool KeepDetails { get; init; }

    /// <summary>Measures the rate of matrix products that a kernel regression is compared with, in operations a second; half a second,
    /// where nothing else computes.</summary>
    internal Func<torch.Device, double> MeasureProducts { get; init; } = device => ProductRate.Measure(device: device);

    internal string DeviceName =>
        Device.type == DeviceType.CPU
            ? FormattableString.Invariant($"cpu ({Environment.ProcessorCount} processors)")
            : Device.type.ToString().ToLowerInvariant();
}
