using Generalization.Training.History;

namespace Generalization.Tests.Training;

public class PatienceTests
{
    /// <summary>The accuracy is not a number there, and each comparison with it is false: it never ended.</summary>
    [Theory]
    [InlineData(1, new[] { 4, 3, 3.5 }, true)]
    [InlineData(1, new[] { 4, 3, 2.0 }, false)]
    [InlineData(2, new[] { 4, 3, 3, 3.5 }, true)]
    [InlineData(2, new[] { 3, -1, 4.0 }, true)]
    [InlineData(2, new[] { 3, 4, -1.0 }, false)]
    public void Where_real_targets_are_learned_it_looks_at_the_loss(int epochs, double[] losses, bool ends) =>
        new Patience(epochs)
            .IsMet([.. losses.Select((loss, i) => Epoch(i + 1, loss < 0 ? null : loss))])
            .Should()
            .Be(ends, "-1 stands for an epoch without an evaluation");

    private static EpochRecord Epoch(int epoch, double? testLoss) =>
        new(epoch, epoch, 0.1, 1, double.NaN, null, null, null, null, null, null, testLoss, testLoss is null ? null : double.NaN, epoch);
}
