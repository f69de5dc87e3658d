using System.Globalization;
using Generalization.Distributed.Results;
using Generalization.Training.History;

namespace Generalization.Samples;

/// <summary>An epoch of a simulation, evaluated.</summary>
internal sealed record EvaluatedEpoch(
    int Epoch,
    double Seconds,
    long Updates,
    double OnlineLoss,
    double OnlineAccuracy,
    double MeanStaleness,
    Evaluation? Train,
    Evaluation Test
)
{
    public const string Header =
        "epoch,simulatedSeconds,updates,onlineLoss,onlineAccuracy,meanStaleness,trainLoss,trainAccuracy,testLoss,testAccuracy";

    public DistributedEpoch ToResult() =>
        new(Epoch, Seconds, OnlineLoss, OnlineAccuracy, MeanStaleness, Train?.Accuracy, Test.Loss, Test.Accuracy);

    public string Csv =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Epoch},{Seconds:0.###},{Updates},{OnlineLoss:0.######},{OnlineAccuracy:0.####},{MeanStaleness:0.###},"
                + $"{Train?.Loss:0.######},{Train?.Accuracy:0.####},{Test.Loss:0.######},{Test.Accuracy:0.####}"
        );

    public string Line =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {Epoch}: {Seconds:0} simulated s, {Updates} updates, staleness {MeanStaleness:0.0}, loss {OnlineLoss:0.0000}, "
                + $"online {OnlineAccuracy:0.0000}, test {Test.Accuracy:0.0000}"
        );
}
