using System.Globalization;
using Generalization.Distributed.Results;

namespace Generalization.Samples;

/// <summary>An epoch of a simulation in a line.</summary>
internal static class EpochWords
{
    public const string Header =
        "epoch,simulatedSeconds,updates,onlineLoss,onlineAccuracy,meanStaleness,trainLoss,trainAccuracy,testLoss,testAccuracy";

    extension(DistributedEpoch epoch)
    {
        public string Csv =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{epoch.Epoch},{epoch.Seconds:0.###},{epoch.Updates},{epoch.OnlineLoss:0.######},{epoch.OnlineAccuracy:0.####},"
                    + $"{epoch.MeanStaleness:0.###},{epoch.TrainLoss:0.######},{epoch.TrainAccuracy:0.####},{epoch.TestLoss:0.######},"
                    + $"{epoch.TestAccuracy:0.####}"
            );

        public string Line =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {epoch.Epoch}: {epoch.Seconds:0} simulated s, {epoch.Updates} updates, staleness {epoch.MeanStaleness:0.0}, "
                    + $"loss {epoch.OnlineLoss:0.0000}, online {epoch.OnlineAccuracy:0.0000}, test {epoch.TestAccuracy:0.0000}"
            );
    }
}
