using Generalization.Training.History;
using TorchSharp;
using TorchSharp.Modules;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>A training's scalars as TensorBoard reads them.</summary>
internal sealed class TensorBoardLog
{
    private readonly SummaryWriter writer;

    /// <summary>Begins a folder anew.</summary>
    public TensorBoardLog(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        writer = torch.utils.tensorboard.SummaryWriter(folder);
    }

    public void Add(EpochRecord epoch)
    {
        foreach (
            var (tag, value) in new (string, double?)[]
            {
                ("learning rate", epoch.LearningRate),
                ("loss/online", epoch.OnlineLoss),
                ("loss/train", epoch.TrainLoss),
                ("loss/test", epoch.TestLoss),
                ("accuracy/online", epoch.OnlineAccuracy),
                ("accuracy/train", epoch.TrainAccuracy),
                ("accuracy/test", epoch.TestAccuracy),
                ("accuracy/online, clean part", epoch.OnlineCleanSubsetAccuracy),
                ("accuracy/online, corrupted part", epoch.OnlineCorruptedSubsetAccuracy),
                ("accuracy/train, clean part", epoch.CleanSubsetAccuracy),
                ("accuracy/train, corrupted part", epoch.CorruptedSubsetAccuracy),
            }
        )
            // The writer's own time would be in ticks, where TensorBoard expects seconds.
            if (value is { } number)
                writer.add_scalar(tag, (float)number, epoch.Epoch, (long)epoch.Seconds);
    }
}
