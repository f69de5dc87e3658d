using Generalization.Data;
using Generalization.Learning;

namespace Generalization.Measures.Probabilities;

/// <summary>The parts of one cross-validation, and a training for each.</summary>
internal sealed class FoldPlan(ILearner learner, Dataset data, ulong seed, CrossValidationOptions options)
{
    private const string Hint = $" Or set {nameof(CrossValidationOptions.Rule)} to what makes probabilities of the outputs.";

    private readonly ProbabilityRule rule = options.Rule ?? OutputProbabilities.RuleFor(learner);
    private readonly string hash = data.ContentHash.ToString();

    public static void Check(Dataset data, int folds)
    {
        if (data.TargetCount > 0)
            throw new ArgumentException(
                $"Probabilities are of classes, but {data.Name} has real targets and no classes; take data with classes.",
                nameof(data)
            );
        var counts = new int[data.ClassCount];
        foreach (var label in data.Labels)
            counts[label]++;
        for (var c = 0; c < counts.Length; c++)
            if (counts[c] < 2)
                throw new ArgumentException(
                    $"Each class must have at least 2 examples, since one is held out, but class {c} ({data.ClassNames[c]}) of {data.Name} "
                        + $"has {counts[c]}; add examples, or leave the class out.",
                    nameof(data)
                );
        if (folds > data.Count)
            throw new ArgumentException(
                $"There must be at least as many examples as folds, but {data.Name} has {data.Count} and there are {folds}; take fewer "
                    + "folds.",
                nameof(folds)
            );
    }

    /// <summary>The parts that are done, each in its place; null where one is to be done.</summary>
    public CrossValidationFold?[] Take(IEnumerable<CrossValidationFold> done)
    {
        var folds = new CrossValidationFold?[options.Folds * options.Repeats];
        foreach (var fold in done)
        {
            var problem =
                fold.Learner != learner.Name ? $"by the learner {fold.Learner} and not {learner.Name}"
                : fold.DataHash != hash ? $"of other data, of the hash {fold.DataHash} and not {hash}"
                : fold.Seed != seed ? $"of the seed {fold.Seed} and not {seed}"
                : fold.Rule != rule ? $"by the rule {fold.Rule} and not {rule}"
                : fold.Folds != options.Folds ? $"of {fold.Folds} folds and not {options.Folds}"
                : fold.Fold < 0 || fold.Fold >= fold.Folds || fold.Repeat < 0 ? "none"
                : null;
            if (problem is null && fold.Repeat >= options.Repeats)
                continue;
            problem ??=
                !fold.Positions.AsSpan().SequenceEqual(Positions(fold.Repeat, fold.Fold)) ? "of other examples"
                : fold.Probabilities.Length != fold.Positions.Length * data.ClassCount ? "damaged"
                : null;
            if (problem is not null)
                throw new ArgumentException(
                    FormattableString.Invariant($"A fold that was done before must be of this cross-validation, but fold {fold.Fold} of ")
                        + FormattableString.Invariant($"repeat {fold.Repeat} is {problem}; leave it out.")
                );
            folds[fold.Repeat * options.Folds + fold.Fold] = fold;
        }

        return folds;
    }

    public CrossValidationFold Run(int repeat, int part, IProgress<LearningProgress>? progress, CancellationToken token)
    {
        var held = Positions(repeat, part);
        var rest = Enumerable.Range(0, data.Count).Except(held).ToArray();
        using var predictor = learner.Fit(data.Select(rest), StratifiedFolds.TrainingSeed(seed, repeat, part), progress, token);
        var outputs = predictor.Predict(data.Select(held), token);
        var probabilities = OutputProbabilities.Of(outputs, data.ClassCount, rule, predictor.Rule);
        new TableCheck(Source(repeat, part), new(), data.ClassNames).Values(probabilities);
        return new(learner.Name, hash, seed, rule, options.Folds, repeat, part, [.. held], [.. probabilities]);
    }

    private TableSource Source(int repeat, int part) =>
        new(FormattableString.Invariant($"The outputs of {learner.Name} for fold {part} of repeat {repeat}"), "The labels", Hint);

    private int[] Positions(int repeat, int part)
    {
        var folds = StratifiedFolds.Of(data.Labels, data.ClassCount, options.Folds, seed, repeat);
        return [.. Enumerable.Range(0, data.Count).Where(i => folds[i] == part)];
    }
}
