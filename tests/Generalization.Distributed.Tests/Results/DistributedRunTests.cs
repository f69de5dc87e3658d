using System.Text.Json;
using Generalization.Distributed;
using Generalization.Distributed.Results;
using Generalization.Distributed.Simulation;
using Generalization.Tests.Support;

namespace Generalization.Tests.Results;

public class DistributedRunTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var run = new SimulationEngine(new SimulationOptions()).Train(Trainings.Perceptron(new DistributedOptions { Workers = 3 }));
        run = run with { Epochs = [run.Epochs[0] with { OnlineLoss = double.NaN }, .. run.Epochs[1..]] };
        var read = DistributedRun.Parse(run.ToJson());
        read.ToJson().Should().Be(run.ToJson());
        read.Epochs.Should().Equal(run.Epochs);
        read.Staleness[0][2].Should().Equal(run.Staleness[0][2]);
    }

    [Fact]
    public void What_was_done_to_the_data_is_written_where_somebody_said_it()
    {
        var run = new SimulationEngine(new SimulationOptions()).Train(Trainings.Perceptron(new DistributedOptions { Workers = 3 }));
        run.ToJson().Should().NotContain("orruption", "files of earlier versions stay as they are");
        var said = run with { Corruption = "partial-labels", CorruptionProbability = 0.3 };
        var read = DistributedRun.Parse(said.ToJson());
        (read.Corruption, read.CorruptionProbability).Should().Be(("partial-labels", 0.3));
    }

    [Theory]
    [InlineData("null", "A training must be an object, but is null.")]
    [InlineData("{}", "*missing required properties*")]
    public void Another_text_is_refused(string json, string sentence) =>
        new Action(() => DistributedRun.Parse(json)).Should().Throw<JsonException>().WithMessage(sentence);
}
