using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Distributed.Policies;
using Generalization.Distributed.Results;
using Generalization.Distributed.Simulation;
using Generalization.Experiments.Kinds.DistributedTrainings;
using Generalization.Files;
using Generalization.Report.Drawing;

namespace Generalization.Samples;

/// <summary>Synchronous workers at the largest rate that trains, and asynchronous ones at it, without and with the remedy.</summary>
internal sealed class Comparison(ParseResult given, TrainTestData data, string folder, CancellationToken token)
{
    // A loss well below that of guessing.
    private const double Trained = 0.9;
    private const int MostHalvings = 20;

    private readonly List<string> kept = [];
    private readonly List<string> lines = ["curve,rate," + EpochWords.Header + ",diverged"];

    public int Run()
    {
        var workers = given.Experiment().Workers;
        Read();
        var rate =
            kept.Count > 0 ? double.Parse(kept[0].Split(',')[1], CultureInfo.InvariantCulture) : given.GetValue(Options.LearningRate);
        for (var halvings = 0; kept.Count == 0 && !Trains(rate); rate /= 2)
            if (++halvings > MostHalvings)
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Synchronous workers must train at some rate, but did at none down to {rate}; allow more --trial-epochs."
                    )
                );
        Say($"the largest rate at which synchronous workers train: {rate.ToString("R", CultureInfo.InvariantCulture)}");
        var soft = new Softsync(workers);
        var curves = new List<FigureCurve>
        {
            Curve("synchronous", 0, new Synchronous(), "none", rate),
            Curve($"{workers}-softsync, the same rate", 1, soft, "none", rate),
            Curve($"{workers}-softsync, rate divided by staleness", 2, soft, "divided-rate", rate),
        };
        WholeFile.Write(
            Path.Combine(folder, "curves.png"),
            FigureImage.Png(
                new Figure(
                    "staleness",
                    string.Create(CultureInfo.InvariantCulture, $"{workers} simulated workers, learning rate {rate}"),
                    "epoch",
                    "right on the test set (%)"
                )
                {
                    Curves = [.. curves],
                    Top = 100,
                }
            )
        );
        Say($"Written to {folder}");
        return 0;
    }

    // A comparison that was stopped goes on in its folder: curves that are whole are not run again.
    private void Read()
    {
        // The rate and the policy differ from curve to curve, and everything else must not.
        var training = Experiment(new Synchronous(), "none", 1).Training(data).Describe();
        var words = training + "\n" + Assumptions() + "\n";
        var mark = Path.Combine(folder, "comparison.txt");
        if (!File.Exists(mark))
            WholeFile.Write(mark, words);
        else if (File.ReadAllText(mark) is var before && before != words)
            throw new IOException(
                $"The curves in {folder} must be of the same training and assumptions, but "
                    + (before == WordsOfBefore(training) ? "an earlier version kept no assumptions with them" : "are of others")
                    + "; name another folder by --out."
            );
        var path = Path.Combine(folder, "curves.csv");
        if (File.Exists(path))
            kept.AddRange(
                File.ReadAllLines(path)
                    .Skip(1)
                    .GroupBy(line => line.Split(',')[0])
                    .Where(curve =>
                        curve.Count() >= given.GetValue(Options.Epochs) || curve.Last().EndsWith("true", StringComparison.Ordinal)
                    )
                    .SelectMany(curve => curve)
            );
    }

    // An earlier version said neither the network's modules nor what was assumed.
    private static string WordsOfBefore(string training) =>
        string.Concat(training.Split('\n').Where(line => !line.StartsWith("modules: ", StringComparison.Ordinal)).Select(l => l + "\n"));

    private string Assumptions()
    {
        var assumed = given.Experiment();
        var (rate, trials) = (given.GetValue(Options.LearningRate), given.GetValue(Options.TrialEpochs));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"first rate {rate}, trial epochs {trials}, compute {assumed.ComputeSeconds} s ± {assumed.ComputeVariation}, "
                + $"network {assumed.NetworkSeconds} s ± {assumed.NetworkVariation}"
        );
    }

    private FigureCurve? Kept(string name, int colour)
    {
        var rows = kept.Where(line => line.Split(',')[0] == name.Replace(",", "", StringComparison.Ordinal)).ToArray();
        if (rows.Length == 0)
            return null;
        lines.AddRange(rows);
        var epochs = rows.Where(row => row.EndsWith("false", StringComparison.Ordinal)).Select(row => row.Split(',')).ToArray();
        ImmutableArray<FigurePoint> points =
        [
            new(0, 100.0 / data.Train.ClassCount),
            .. epochs.Select(e => new FigurePoint(
                int.Parse(e[2], CultureInfo.InvariantCulture),
                100 * double.Parse(e[^2], CultureInfo.InvariantCulture)
            )),
        ];
        return new FigureCurve(epochs.Length < rows.Length ? $"{name}: diverged" : name, colour, points) { Marked = points.Length < 3 };
    }

    private bool Trains(double rate)
    {
        var run = Train(Experiment(new Synchronous(), "none", rate) with { Epochs = given.GetValue(Options.TrialEpochs) });
        var loss = run.Epochs.LastOrDefault()?.OnlineLoss ?? double.NaN;
        var trains = !run.HasDiverged && loss < Trained * Math.Log(data.Train.ClassCount);
        Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"rate {rate}: {(trains ? "trains" : "does not train")}, loss {loss:0.000} after {run.Epochs.Length} epochs"
            )
        );
        return trains;
    }

    private FigureCurve Curve(string name, int colour, UpdatePolicy policy, string remedy, double rate)
    {
        Say(name);
        if (Kept(name, colour) is { } before)
            return before;
        var rateText = rate.ToString("R", CultureInfo.InvariantCulture);
        var run = Train(
            Experiment(policy, remedy, rate),
            epoch =>
            {
                lines.Add($"{name.Replace(",", "", StringComparison.Ordinal)},{rateText},{epoch.Csv},false");
                Say(epoch.Line);
                Keep();
            }
        );
        var epochs = run.Epochs;
        if (run.HasDiverged)
        {
            lines.Add($"{name.Replace(",", "", StringComparison.Ordinal)},{rateText},{epochs.Length + 1},,,,,,,,,,true");
            Say($"diverged in epoch {epochs.Length + 1}: a loss was no finite number");
        }

        Keep();
        ImmutableArray<FigurePoint> points =
        [
            new(0, 100.0 / data.Train.ClassCount),
            .. epochs.Select(e => new FigurePoint(e.Epoch, 100 * e.TestAccuracy!.Value)),
        ];
        return new FigureCurve(run.HasDiverged ? $"{name}: diverged" : name, colour, points) { Marked = points.Length < 3 };
    }

    private DistributedExperiment Experiment(UpdatePolicy policy, string remedy, double rate) =>
        given.Experiment() with
        {
            Policy = policy.Describe(),
            Remedy = remedy,
            LearningRate = rate,
        };

    private DistributedRun Train(DistributedExperiment experiment, Action<DistributedEpoch>? epochDone = null) =>
        new SimulationEngine(experiment.Assumed()).Train(experiment.Training(data), epochDone, token);

    private void Keep() => WholeFile.Write(Path.Combine(folder, "curves.csv"), string.Join('\n', lines) + "\n");

    private void Say(string line)
    {
        if (!given.GetValue(CommonOptions.Quiet))
            Console.WriteLine(line);
    }
}
