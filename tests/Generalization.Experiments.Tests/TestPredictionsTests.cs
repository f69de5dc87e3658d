using Generalization.Experiments;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Experiments.Running;
using Generalization.Experiments.Store;
using Generalization.Files;
using Generalization.Tests.Support;

namespace Generalization.Tests.ExperimentData;

public sealed class TestPredictionsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(9)]
    [InlineData(999)]
    public void What_is_written_is_read(int largest)
    {
        TestPredictions.Read(root).Should().BeNull();
        new TestPredictions([0, largest, 2], [0, 1, largest]).Write(root);
        var read = TestPredictions.Read(root)!;
        read.Labels.Should().Equal(0, largest, 2);
        read.Predicted.Should().Equal(0, 1, largest);
        read.Errors.Should().Be(2);
        var array = NpyFile.Read(Path.Combine(root, "test-predictions.npy"));
        array.Shape.Should().Equal(3, 2);
        array.Type.Should().Be(largest < 256 ? NpyType.UInt8 : NpyType.Int32);
    }

    [Fact]
    public void Another_array_is_refused_in_a_sentence()
    {
        var path = Path.Combine(root, "test-predictions.npy");
        NpyFile.Write(path, NpyArray.Of(new[] { 1.0, 2 }, 1, 2));
        FluentActions
            .Invoking(() => TestPredictions.Read(root))
            .Should()
            .Throw<NpyFormatException>()
            .WithMessage(
                $"{path} must hold a label and a class for each test example, but its shape is (1, 2) of Float64. Run the experiment again."
            );
        FluentActions.Invoking(() => new TestPredictions([1], [])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_training_keeps_them_and_its_held_out_epoch()
    {
        var experiment = Tiny.Training with { Validation = 10 };
        var store = RunStore.Open(root);
        var result = new ExperimentRunner(Tiny.Catalog).Run(store, experiment)!;
        var run = store.Read(experiment);
        var numbers = result.Training!;
        new ExperimentRunner(Tiny.Catalog)
            .Run(RunStore.Open(Path.Combine(root, "whole")), Tiny.Training)!
            .Training!.TrainCount.Should()
            .Be(numbers.TrainCount + 10);
        var predictions = run.ReadPredictions()!;
        predictions.Labels.Length.Should().Be(numbers.TestCount);
        (1 - (double)predictions.Errors / numbers.TestCount).Should().BeApproximately(numbers.TestAccuracy!.Value, 1e-12);
        numbers.BestValidationEpoch.Should().NotBeNull();
        numbers.TestAccuracyAtBestValidation.Should().Be(run.History[numbers.BestValidationEpoch!.Value - 1].TestAccuracy);
    }
}
