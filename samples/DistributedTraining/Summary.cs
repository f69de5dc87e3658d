using System.Globalization;
using Generalization.Distributed.Results;

namespace Generalization.Samples;

/// <summary>A training's result in a few lines.</summary>
internal static class Summary
{
    public static IEnumerable<string> Of(DistributedRun run)
    {
        if (run.HasDiverged)
            yield return "Diverged: a loss was no finite number.";
        if (run.Epochs.LastOrDefault() is { } last)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Workers} workers, {run.Policy}: after {last.Epoch} epochs loss {last.OnlineLoss:0.0000}, online "
                    + $"{last.OnlineAccuracy:0.0000}, test {last.TestAccuracy:0.0000}, "
                    + $"mean staleness {last.MeanStaleness:0.00}"
            );
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Parts} parts, {run.BytesPerStep / 1e6:0.000} MB a part; {run.PartsBegunAgain} begun again, {run.PartsDropped} left out, "
                + $"{run.PartsLost} lost, went back {run.TimesBack} times, {run.SecondsLost:0.0} s lost"
        );
    }
}
