using Generalization.Experiments;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Report;
using Generalization.Report.Content;
using Generalization.Tests.Support;

namespace Generalization.Tests.Report;

public sealed class RunCommandsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string[] CommandsOf(Experiment experiment)
    {
        PaperReport.Of("mine", [FakeRuns.Pending(experiment)]).Write(root);
        return
        [
            .. System
                .Xml.Linq.XDocument.Load(Path.Combine(root, "report.html"))
                .Descendants("details")
                .Single(d => (string?)d.Parent!.Attribute("id") == "runs")
                .Descendants("pre")
                .Skip(1)
                .Select(p => p.Value),
        ];
    }

    [Fact]
    public void Every_option_that_is_not_usual_is_on_the_line()
    {
        var experiment = FakeRuns.Training("alexnet", dataset: "fashion-mnist-mini", seed: 3) with
        {
            Train = 100,
            Test = 50,
            Epochs = 7,
            TestEvery = 0,
            BatchSize = 10,
            LearningRate = 0.02,
            Decay = 0.5,
            DecaySteps = null,
            Momentum = 0.8,
            WeightDecay = 5e-4,
            WeightDecayOn = "weights",
            Dropout = 0.5,
            Augment = "crop,rotate:25",
        };
        CommandsOf(experiment)[1]
            .Should()
            .Be(
                "dotnet run -c Release --project samples/RandomizationTest -- --dataset fashion-mnist-mini --train 100 "
                    + "--test 50 --model alexnet --corruption true-labels --seed 3 --epochs 7 --test-every 0 --batch-size 10 "
                    + "--learning-rate 0.02 --decay 0.5 --decay-steps epoch --momentum 0.8 --weight-decay 0.0005 "
                    + "--weight-decay-on weights --dropout 0.5 --augment crop,rotate:25"
            );
    }

    [Fact]
    public void A_training_that_the_sample_cannot_give_has_no_line_for_it()
    {
        CommandsOf(FakeRuns.Training() with { StopWhenFitted = false }).Should().HaveCount(1);
        CommandsOf(FakeRuns.Training() with { Patience = 3 }).Should().HaveCount(1);
        CommandsOf(FakeRuns.Training("mine")).Should().BeEmpty("no sample knows the network");
        CommandsOf(FakeRuns.Training(dataset: "mine")).Should().BeEmpty("no sample knows the data set");
        CommandsOf(new KernelExperiment { Dataset = "mnist" }).Should().HaveCount(1);
    }
}
