using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Distributed.Workers;
using Generalization.Inputs;
using Generalization.Training;
using Generalization.Training.Schedules;
using static TorchSharp.torch;

namespace Generalization.Tests.Workers;

public class NetworkEvaluationTests
{
    private sealed class Shifted : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> inner = nn.Linear(16, 3);

        public Shifted()
            : base("shifted") => RegisterComponents();

        public override Tensor forward(Tensor input) => inner.call(input.sub_(0.3).flatten(1));
    }

    [Fact]
    public void A_network_that_changes_its_inputs_in_place_changes_no_data()
    {
        var data = new SyntheticImages(new ImageShape(1, 4, 4), 3).Create(20, 1, seed: 1).Train;
        using var network = new Shifted();
        using var batches = new InputPipeline().Prepare(data);
        var options = new TrainingOptions(new ConstantRate(0.1));
        var first = NetworkEvaluation.Of(network, batches, options, imagesAtOnce: 7);
        NetworkEvaluation.Of(network, batches, options, imagesAtOnce: 7).Should().Be(first);
    }
}
