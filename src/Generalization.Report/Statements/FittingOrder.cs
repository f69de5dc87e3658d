using System.Collections.Immutable;
using System.Globalization;
using Generalization.Experiments;
using Generalization.Report.Figures;
using Generalization.Report.Paper;
using Generalization.Report.Statistics;

namespace Generalization.Report.Statements;

/// <summary>What figure 1a shows of when networks begin to fit, and how long it then takes.</summary>
/// <remarks>A network begins to fit at the end of the first epoch whose mean training loss is at most 0.8 times that of the first epoch on
/// random labels, which is about ln k; it has fitted where the loss is at most 0.1 nats.</remarks>
internal static class FittingOrder
{
    private const double Begun = 0.8,
        Fitted = 0.1,
        Quick = 2;

    public static IEnumerable<PaperStatement> Of(IReadOnlyList<Run> records)
    {
        foreach (var model in FigureRuns.ByModel(FigureRuns.Plain(records).Where(r => r.Epochs.Length > 0)))
        foreach (var scale in FigureRuns.ByScale(model))
        {
            var runs = FigureRuns.OfOneSetting(scale);
            if (Times(runs, "random-labels") is not { } random)
                continue;
            var where = $"{PaperSections.ModelTitle(model.Key)}, {FigureRuns.Words(runs)}";
            var pixels = new[] { "random-pixels", "gaussian" }.Where(c => Times(runs, c) is not null).ToArray();
            if (pixels.Length > 0)
                yield return Order(where, FigureRuns.Id("order", scale.Key, model.Key), runs, random, pixels);
            if (Times(runs, "true-labels") is { } real)
                yield return Quickly(where, FigureRuns.Id("quick", scale.Key, model.Key), real, random);
        }
    }

    private static PaperStatement Order(string where, string id, FigureRun[] runs, FittingTimes random, string[] pixels)
    {
        string[] before = [.. new[] { "true-labels", "shuffled-pixels" }.Where(c => Times(runs, c) is not null), .. pixels];
        var begins = before.Select(c => (Name: PaperSections.CorruptionTitle(c), Times(runs, c)!.Begin)).ToArray();
        Agreement? outcome =
            random.Begin is not { } last || begins.Any(b => b.Begin is null) ? null
            : begins.All(b => b.Begin < last) ? Agreement.Agrees
            : Agreement.Differs;
        return new(
            id,
            "Random labels begin to be fitted last; images of random pixels and Gaussian noise begin before them.",
            "The first epoch whose mean training loss is 0.8 of that at the start comes later with random labels than with every other.",
            outcome,
            $"{where}, steps until it begins: "
                + string.Join(", ", begins.Append((Name: PaperSections.CorruptionTitle("random-labels"), random.Begin)).Select(Words))
                + "."
        );
    }

    private static PaperStatement Quickly(string where, string id, FittingTimes real, FittingTimes random)
    {
        var (a, b) = (real.Taken, random.Taken);
        return new(
            id,
            "Once random labels begin to be fitted, the network fits them quickly.",
            $"From that point to a loss of 0.1 it takes at most {Quick.ToString(CultureInfo.InvariantCulture)} times the steps "
                + "that true labels take, or two epochs where these take none.",
            a is null || b is null ? null
                : b <= Quick * Math.Max(a.Value, real.Epoch) ? Agreement.Agrees
                : Agreement.Differs,
            $"{where}: {Steps(b)} with random labels, {Steps(a)} with true ones"
                + (a is > 0 && b is not null ? string.Create(CultureInfo.InvariantCulture, $", {b / (double)a:F1} times as many.") : ".")
        );
    }

    private static string Words((string Name, long? Begin) of) => $"{of.Name} {Steps(of.Begin)}";

    private static string Steps(long? steps) => steps?.ToString("N0", CultureInfo.InvariantCulture) ?? "not yet";

    private static FittingTimes? Times(FigureRun[] runs, string corruption)
    {
        var random = runs.Where(r => r.Corruption == "random-labels").ToArray();
        var own = runs.Where(r => r.Corruption == corruption).ToArray();
        if (own.Length == 0 || random.Length == 0)
            return null;
        var run = FigureRuns.Representative(own);
        var start = FigureRuns.Representative(random).Epochs[0].OnlineLoss;
        long? To(double loss) => run.Epochs.FirstOrDefault(e => e.OnlineLoss <= loss)?.Steps;
        return new(To(Begun * start), To(Fitted), run.Epochs[0].Steps);
    }
}
