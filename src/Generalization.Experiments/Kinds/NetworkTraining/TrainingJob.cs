using System.Security.Cryptography;
using System.Text;
using Generalization.Corruption;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Inputs;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>Runs a training experiment, from its checkpoint where there is one.</summary>
internal static class TrainingJob
{
    public static RunOutcome Run(
        TrainingExperiment e,
        LoadedData loaded,
        RunnerOptions options,
        RunClaim claim,
        IProgress<RunProgress>? progress,
        CancellationToken token
    )
    {
        var corruption = e.CreateCorruption();
        var data = loaded.Load(e.Dataset).Take(e.Train, e.Test).Corrupt(corruption, e.Seed, token);
        var input = loaded.Catalog.Input.With(AugmentationOptions.Parse(e.Augment));
        var shape = input.ShapeOf(data);
        var model = loaded.Catalog.Model(e.Model);
        using var network = model.Create(shape, data.ClassCount, e.Seed, e.Dropout);
        var training = e.TrainingOptions(model.Training, data.Train.Count);
        var declared = e.Declaration(data.Train, model.BatchNorm, model.ParameterCount?.Invoke(shape, data.ClassCount));
        var kept = new CheckpointOptions(claim.Files.Folder)
        {
            Every = options.CheckpointEvery,
            Identity = e.Id,
            MayWrite = () => claim.IsMine,
        };
        var board = options.TensorBoard is { } folder ? new TensorBoardLog(Path.Combine(folder, e.Id)) : null;

        var history = new Trainer(training, options.Device).Fit(
            network,
            data,
            input,
            e.Seed,
            new Callback<TrainingProgress>(Heard),
            token,
            declared,
            kept
        );

        claim.Keep(history.Epochs);
        return new RunOutcome
        {
            Training = RandomizationRun.Of(new FinishedRun(corruption, data, e.Model, history)),
            DataHash = data.Train.ContentHash.ToString(),
            WeightsHash = HashOf(network),
        };

        void Heard(TrainingProgress at)
        {
            // A cancellation would write a last checkpoint, where the new owner writes his.
            if (claim.Lost.IsCancellationRequested)
                throw new RunTakenOverException();
            if (at.Finished is { } epoch)
            {
                foreach (var before in claim.Append(epoch))
                    board?.Add(before);
                board?.Add(epoch);
            }

            progress?.Report(new RunProgress(e, at, null));
        }
    }

    private static string HashOf(nn.Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in network.state_dict().OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {tensor.dtype} {string.Join(",", tensor.shape)}\n"));
            hash.AppendData(tensor.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
