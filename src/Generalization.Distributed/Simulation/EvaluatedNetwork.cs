using Generalization.Distributed.Results;
using Generalization.Distributed.Workers;
using Generalization.Inputs;
using Generalization.Training.History;
using static TorchSharp.torch;

namespace Generalization.Distributed.Simulation;

/// <summary>A network that gets the weights of each epoch and is evaluated.</summary>
internal sealed class EvaluatedNetwork : IDisposable
{
    private readonly DistributedTraining training;
    private readonly IBatchSource train,
        test;
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly FlatNetwork flat;

    public EvaluatedNetwork(DistributedTraining training)
    {
        this.training = training;
        network = training.CreateNetwork();
        flat = new FlatNetwork(network, training.Layout);
        train = training.InLayout(training.Input.Batches(training.Data.Train, training.Seed));
        test = training.InLayout(training.Input.Batches(training.Data.Test, training.Seed));
    }

    public DistributedEpoch Of(SimulatedEpoch epoch, CancellationToken token)
    {
        foreach (var block in training.Layout.Blocks)
            flat.Load(block, epoch.Weights.Span.Slice(block.First, block.Length));
        flat.Commit();
        var options = training.Recipe.Training;
        // As the trainer does: a training set that is far from fitted is not gone through again.
        var isNear = epoch.OnlineAccuracy >= options.EvaluateTrainingFrom || epoch.Epoch == training.Plan.Epochs;
        Evaluation? fit = isNear ? training.Evaluate(network, train, token) : null;
        var tested = training.Evaluate(network, test, token);
        return new DistributedEpoch(
            epoch.Epoch,
            epoch.Seconds,
            epoch.OnlineLoss,
            epoch.OnlineAccuracy,
            epoch.MeanStaleness,
            fit?.Accuracy,
            tested.Loss,
            tested.Accuracy
        )
        {
            TrainLoss = fit?.Loss,
            Updates = epoch.Updates,
        };
    }

    public void Dispose()
    {
        flat.Dispose();
        network.Dispose();
        train.Dispose();
        test.Dispose();
    }
}
