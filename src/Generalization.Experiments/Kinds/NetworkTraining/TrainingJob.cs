using Generalization.Files;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Threading;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Experiments.Kinds.NetworkTraining;

/// <summary>Runs a training experiment, from its checkpoint where there is one.</summary>
internal static class TrainingJob
{
    public static KindOutcome Run(TrainingExperiment e, IExperimentContext context)
    {
        var options = context.Options;
        var (catalog, device) = (context.Catalog, options.Device);
        var data = e.DataOf(context.LoadDataset(e.Dataset), context.Token, catalog);
        var input = TrainingSetup.InputOf(e, catalog, data.Train);
        var shape = input.ShapeOf(data);
        var model = catalog.Model(e.Model);
        using var network = model.Create(shape, data.ClassCount, e.Seed, e.Dropout);
        var training = TrainingSetup.OptionsOf(e, catalog, data.Train.Count);
        var declared = TrainingSetup.DeclarationOf(e, catalog, data.Train, shape, training);
        var kept = new CheckpointOptions(context.Folder)
        {
            Every = options.CheckpointEvery,
            // The folder's and not the experiment's: one that an older schema began goes on.
            Identity = Path.GetFileName(context.Folder),
            MayWrite = () => context.IsMine,
        };
        var board = options.TensorBoard is { } folder ? new TensorBoardLog(Path.Combine(folder, e.Id)) : null;

        var history = new Trainer(training, device, options.Logger)
        {
            ReadAhead = data.Train.Pixels.IsResident ? null : options.ReadAhead,
        }.Fit(network, data, input, e.Seed, new SynchronousProgress<TrainingProgress>(Heard), context.Token, declared, kept);

        context.Keep(history.Epochs);
        if (!history.TestPredictions.IsEmpty)
            new TestPredictions([.. data.Test.Labels.ToArray().Select(l => (int)l)], history.TestPredictions).Write(context.Folder);
        if (options.KeepDetails)
            TrainingDetails.Of(data.Train, history, declared).Write(context.Folder);
        if (options.KeepNetworks)
            Save(Path.Combine(context.Folder, TrainingFiles.Network));
        return new KindOutcome(
            TrainingResult.Of(e.CreateCorruption(catalog), data, e.Model, history, AuxiliaryParametersOf(network)),
            data.Train.ContentHash.ToString(),
            TensorHash.Of(network.state_dict())
        );

        static long? AuxiliaryParametersOf(nn.Module network) =>
            network is IAuxiliaryOutput two ? two.AuxiliaryParameters.Sum(p => p.numel()) : null;

        void Save(string path)
        {
            if (model.Paper is { } paper)
                TrainedModel.Save(path, paper, network, data, input);
            else
                NetworkFile.Save(network, path);
        }

        void Heard(TrainingProgress at)
        {
            context.ThrowIfTakenOver();
            if (at.Finished is { } epoch)
            {
                foreach (var before in context.Append(epoch))
                    board?.Add(before);
                board?.Add(epoch);
            }

            context.Report(new TrainingAt(at));
        }
    }
}
