using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

public class NetworkPredictorTests
{
    private static readonly Dataset Train = new SyntheticImages(new ImageShape(1, 4, 4), 3).Create(6, 1, seed: 1).Train;

    [Fact]
    public void What_was_disposed_is_refused()
    {
        var network = nn.Sequential(nn.Flatten(), nn.Linear(16, 3));
        var predictor = new NetworkPredictor(network, new InputPipeline(), Train.Shape);
        predictor.Predict(Train).Length.Should().Be(18);
        predictor.Dispose();
        FluentActions.Invoking(() => predictor.Predict(Train)).Should().Throw<ObjectDisposedException>();
        FluentActions
            .Invoking(() => new NetworkPredictor(network, new InputPipeline(), Train.Shape))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The network must be alive, but was disposed; *");
    }
}
