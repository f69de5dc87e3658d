using Generalization.Data;
using Generalization.Training.Updates;
using static TorchSharp.torch;

namespace Generalization.Training.Observers;

/// <summary>What can be checked before the first step: data, labels, network, options.</summary>
internal static class DeclarationCheck
{
    // Five standard deviations, and five labels for the long tail of rare replacements: a right run is stopped less than once in a million.
    private const double Deviations = 5;

    public static void Check(
        TrainingDeclaration declared,
        nn.Module<Tensor, Tensor> network,
        Dataset train,
        Dataset? test,
        Optimizer optimizer
    )
    {
        CheckData(declared, train, test);
        CheckNetwork(declared, network);
        if (declared.WeightDecay is { } decay && decay != optimizer.AppliedWeightDecay)
            throw new DeclarationException(
                FormattableString.Invariant($"weight decay {decay}"),
                FormattableString.Invariant($"the training options have {optimizer.AppliedWeightDecay}"),
                "Give both the same."
            );
    }

    private static void CheckData(TrainingDeclaration declared, Dataset train, Dataset? test)
    {
        if (declared.DataHash is { } hash && hash != train.ContentHash.ToString())
            throw new DeclarationException(
                $"training data with the hash {hash}",
                $"they have {train.ContentHash}",
                "The data are others than declared: draw corruptions once and train on what was drawn."
            );
        if (declared.Augmentation == false && train.Pixels.DrawsInEpoch)
            throw new DeclarationException(
                "no augmentation",
                "each epoch sees another part of each training picture",
                "Read the training pictures as evaluation sees them, or declare augmentation."
            );
        if (declared.LabelProbability is not { } p)
            return;
        if (test?.ChangedCount is > 0 and var wrong)
            throw new DeclarationException(
                $"label corruption of the training set",
                $"{wrong} of {test.Count} test labels are not the true ones",
                "Test labels stay true, or the test accuracy means nothing."
            );
        if (train.TargetCount > 0)
        {
            if (p > 0)
                throw new DeclarationException(
                    FormattableString.Invariant($"label corruption with p = {p}"),
                    "the training set has real targets and no labels",
                    "Declare a label probability of data with classes alone."
                );
            return;
        }

        CheckRate(p, "replaced", train.Replaced.Count(true), p, train.Count);
        var changed = p * (1 - 1.0 / train.ClassCount);
        CheckRate(p, "changed", train.ChangedCount, changed, train.Count);
    }

    private static void CheckRate(double p, string kind, int count, double rate, int n)
    {
        var slack = rate is 0 or 1 ? 0 : Deviations * Math.Sqrt(rate * (1 - rate) * n) + Deviations;
        if (Math.Abs(count - rate * n) <= slack + 1e-9)
            return;
        throw new DeclarationException(
            FormattableString.Invariant($"that labels are drawn anew with probability {p}"),
            FormattableString.Invariant($"{count} of {n} labels are {kind} where about {rate * n:F0} should be"),
            "Train on the corrupted set, and declare the probability that it was corrupted with."
        );
    }

    private static void CheckNetwork(TrainingDeclaration declared, nn.Module<Tensor, Tensor> network)
    {
        var modules = network
            .named_modules()
            .Select(m => (Path: m.name, m.module))
            .Prepend((Path: network.GetName(), module: network))
            .ToArray();
        CheckKind(
            declared.BatchNorm,
            "batch normalization",
            modules.Where(m => BatchNormalization.Is(m.module)).Select(m => m.Path).FirstOrDefault()
        );
        CheckKind(
            declared.Dropout,
            "dropout",
            modules.Where(m => m.module.GetType().Name.Contains("Dropout", StringComparison.Ordinal)).Select(m => m.Path).FirstOrDefault()
        );
        var parameters = network.parameters().Where(p => p.requires_grad).Sum(p => p.numel());
        if (declared.Parameters is { } count && count != parameters)
            throw new DeclarationException(
                FormattableString.Invariant($"{count:N0} trainable parameters"),
                FormattableString.Invariant($"the network has {parameters:N0}"),
                "Layer sizes, biases or the learned parts of normalization differ from what was meant."
            );
    }

    private static void CheckKind(bool? declared, string kind, string? found)
    {
        if (declared == false && found is not null)
            throw new DeclarationException(
                $"no {kind}",
                $"the network's module {found} is one",
                "Build the network without it, or declare it."
            );
        if (declared == true && found is null)
            throw new DeclarationException(kind, "no module of the network is one", "Build the network with it, or do not declare it.");
    }
}
