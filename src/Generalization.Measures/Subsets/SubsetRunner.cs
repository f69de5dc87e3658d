using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Generalization.Data;
using Generalization.Files;
using Generalization.Identity;
using Generalization.Learning;
using Generalization.Threading;

namespace Generalization.Measures.Subsets;

/// <summary>Trains a learner on each subset of a design, and keeps who was right and how sure it was.</summary>
/// <remarks>With a folder each run leaves a small file, written aside and renamed. Whoever asks again, after a kill or with more runs, gets
/// those that are there and does the others; several processes may work in one folder, and at worst do a run twice.</remarks>
public sealed class SubsetRunner
{
    private readonly ILearner learner;
    private readonly Dataset train;
    private readonly Dataset? test;
    private readonly SubsetDesign design;
    private readonly SubsetRunOptions options;
    private readonly ConfidenceKind kind;
    private readonly ImmutableSortedDictionary<string, string> identity;

    /// <summary>Checks what is to be done; trains nothing yet.</summary>
    /// <param name="learner">The learner; where runs go side by side, several threads call it at once.</param>
    /// <param name="train">The training set, with classes.</param>
    /// <param name="test">The test set; null for none.</param>
    /// <param name="design">The subsets.</param>
    /// <param name="options">How it is done. Default: one after another, in memory.</param>
    /// <exception cref="ArgumentException">There are no classes, a subset would have no example or all, or runs are to be kept and the
    /// learner has no words.</exception>
    public SubsetRunner(ILearner learner, Dataset train, Dataset? test, SubsetDesign design, SubsetRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(design);
        if (train.TargetCount > 0)
            throw new ArgumentException(
                $"Memorization is of labels, but {train.Name} has real targets and no classes; use data with classes.",
                nameof(train)
            );
        if (test is not null && (test.Shape != train.Shape || !test.ClassNames.SequenceEqual(train.ClassNames)))
            throw new ArgumentException(
                $"Test examples must have the shape and the classes of the training examples, but {test.Name} has others.",
                nameof(test)
            );
        design.Check(train.Count);
        (this.learner, this.train, this.test, this.design, this.options) = (learner, train, test, design, options ?? new());
        kind = this.options.Confidence ?? LearnerWords.OutputsOf(learner);
        identity = this.options.Folder is null ? ImmutableSortedDictionary<string, string>.Empty : Identity();
    }

    /// <summary>Trains what is not there yet.</summary>
    /// <param name="progress">Hears of each run that is done, on the thread that did it. Default: none.</param>
    /// <param name="token">Ends the work early; runs that are done stay in the folder.</param>
    /// <returns>All runs of the design.</returns>
    /// <exception cref="SubsetRunFormatException">A file in the folder is damaged or of other runs.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SubsetRuns Run(IProgress<SubsetProgress>? progress = null, CancellationToken token = default)
    {
        if (options.Folder is { } folder)
            Writable.CheckFolder(folder, "The folder of subset runs");
        var found = Found(token);
        var missing = Enumerable.Range(0, design.Runs).Except(found).ToArray();
        var memory = new ConcurrentDictionary<int, SubsetRun>();
        var clock = Stopwatch.StartNew();
        var reporting = new Lock();
        var done = found.Length;
        progress?.Report(new(done, design.Runs, found.Length, 0));
        var prepared = missing.Length > 0 ? PreparedInputs.Of(learner, train, test, token) : (learner, train, test);
        using var sideBySide = new SideBySide(Math.Min(options.AtOnce, Math.Max(1, missing.Length)), token);
        foreach (var number in missing)
        {
            // One that fails makes room: whether to go on is asked once there is some.
            sideBySide.WaitForRoom();
            sideBySide.ThrowIfStopped();
            sideBySide.Start(() => Do(number, sideBySide.Token));
        }

        sideBySide.WaitForAll();
        token.ThrowIfCancellationRequested();
        return Of([.. Enumerable.Range(0, design.Runs)], options.Folder is null ? number => memory[number] : Read);

        void Do(int number, CancellationToken halt)
        {
            var run = Train(number, prepared, halt);
            if (options.Folder is null)
                memory[number] = run;
            else
                SubsetRunFile.Write(PathOf(number), run, IdentityOf(number));
            lock (reporting)
                progress?.Report(new(++done, design.Runs, found.Length, clock.Elapsed.TotalSeconds));
        }
    }

    /// <summary>The runs that are in the folder, all or those of a work that was stopped.</summary>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">There is no folder.</exception>
    /// <exception cref="SubsetRunFormatException">A file in the folder is damaged or of other runs.</exception>
    public SubsetRuns Kept(CancellationToken token = default) =>
        options.Folder is null
            ? throw new InvalidOperationException("Runs must be kept in a folder to be asked for later, but there is none; name one.")
            : Of([.. Found(token)], Read);

    private SubsetRun Train(int number, (ILearner Learner, Dataset Train, Dataset? Test) with, CancellationToken token)
    {
        var clock = Stopwatch.StartNew();
        var subset = with.Train.Select(design.Positions(number, train));
        using var predictor = with.Learner.Fit(subset, design.TrainingSeed(number), null, token);
        var (trainRight, trainConfidence) = Confidences.Of(predictor, with.Train, kind, token);
        var (testRight, testConfidence) = with.Test is null ? ([], []) : Confidences.Of(predictor, with.Test, kind, token);
        return new(number, trainRight, testRight, trainConfidence, testConfidence, clock.Elapsed.TotalSeconds);
    }

    private SubsetRuns Of(ImmutableArray<int> numbers, Func<int, SubsetRun> read) =>
        new(design, train, test?.Count ?? 0, numbers, kind != ConfidenceKind.None, read);

    // Each is read whole: a damaged or foreign one is better known now than after the trainings.
    private int[] Found(CancellationToken token)
    {
        if (options.Folder is not { } folder || !Directory.Exists(folder))
            return [];
        var found = Enumerable.Range(0, design.Runs).Where(number => Path.Exists(PathOf(number))).ToArray();
        foreach (var number in found)
        {
            token.ThrowIfCancellationRequested();
            Read(number);
        }

        return found;
    }

    private SubsetRun Read(int number) => SubsetRunFile.Read(PathOf(number), number, IdentityOf(number), train.Count, test?.Count ?? 0);

    private string PathOf(int number) => Path.Combine(options.Folder!, FormattableString.Invariant($"run-{number:D6}.subset"));

    private ImmutableSortedDictionary<string, string> IdentityOf(int number) =>
        identity
            .Add("run", number.ToString(CultureInfo.InvariantCulture))
            .Add("fraction", Description.Number(design.FractionOf(number)))
            .Add("examples", design.SizeOf(number, train.Count).ToString(CultureInfo.InvariantCulture));

    private ImmutableSortedDictionary<string, string> Identity() =>
        new Dictionary<string, string>
        {
            ["learner"] = learner.Name,
            ["learner's description"] =
                options.Learner ?? LearnerWords.Of(learner, train, $"{nameof(SubsetRunOptions)}.{nameof(SubsetRunOptions.Learner)}"),
            ["training data"] = train.ContentHash.ToString(),
            ["test data"] = test?.ContentHash.ToString() ?? "none",
            ["seed"] = design.Seed.ToString(CultureInfo.InvariantCulture),
            ["confidence"] = kind.ToString().ToLowerInvariant(),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
