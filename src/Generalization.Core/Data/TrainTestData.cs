using System.Collections.Immutable;

namespace Generalization.Data;

/// <summary>A training set and a test set of the same images and classes.</summary>
public sealed record TrainTestData
{
    /// <summary>Pairs a training set with its test set.</summary>
    /// <param name="train">The training set.</param>
    /// <param name="test">The test set.</param>
    /// <exception cref="ArgumentException">A split is the other's, or shapes, scales, classes or numbers of targets differ.</exception>
    public TrainTestData(Dataset train, Dataset test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        if (train.Split != DatasetSplit.Train || test.Split != DatasetSplit.Test)
            throw new ArgumentException(
                "The first set must be the training split and the second the test "
                    + $"split, but they were {train.Split} and {test.Split}."
            );
        if (train.Shape != test.Shape)
            throw new ArgumentException($"Training and test images must have one shape, but had {train.Shape} and {test.Shape}.");
        if (train.Pixels.Scale != test.Pixels.Scale)
            throw new ArgumentException(
                $"Training and test images must be on one scale, but were on {train.Pixels.Scale} and {test.Pixels.Scale}."
            );
        if (train.TargetCount != test.TargetCount)
            throw new ArgumentException(
                $"Training and test set must have the same number of real targets, but had {train.TargetCount} and {test.TargetCount}."
            );
        if (!train.ClassNames.SequenceEqual(test.ClassNames))
            throw new ArgumentException(
                "Training and test set must have the same classes in the same order, but their class names differ."
            );
        (Train, Test) = (train, test);
    }

    /// <summary>The training set.</summary>
    public Dataset Train { get; }

    /// <summary>The test set.</summary>
    public Dataset Test { get; }

    /// <summary>Training images that are held out, to choose an epoch by; null where there are none. Default: null.</summary>
    /// <exception cref="ArgumentException">They are not held out of a training set, or their shape, scale or classes differ.</exception>
    public Dataset? Validation
    {
        get;
        init
        {
            if (value is not null && !value.Lineage.Any(step => step is HoldOutStep))
                throw new ArgumentException(
                    $"Validation images must be held out of a training set, but {value.Name} is not; use {nameof(HoldOut)}.",
                    nameof(Validation)
                );
            field = value is null ? null : new TrainTestData(Train, value).Test;
        }
    }

    /// <summary>The data set's name.</summary>
    public string Name => Train.Name;

    /// <summary>The shape of each image.</summary>
    public ImageShape Shape => Train.Shape;

    /// <summary>The classes' names.</summary>
    public ImmutableArray<string> ClassNames => Train.ClassNames;

    /// <summary>The number of classes.</summary>
    public int ClassCount => Train.ClassCount;

    /// <summary>The number of real targets of each example; 0 where there are classes.</summary>
    public int TargetCount => Train.TargetCount;

    /// <summary>Whether the test set is training examples that <see cref="HoldOut"/> set aside.</summary>
    public bool IsHeldOut => Test.Lineage.Any(step => step is HoldOutStep);

    /// <summary>Whether both sets were read by their name from files whose checksums are the published ones, whatever was done to them
    /// since.</summary>
    /// <remarks>False where no checksum is published of the files that were read, such as CIFAR-100's unpacked binary ones.</remarks>
    public bool IsPublished => Train.Lineage.Any(step => step is PublishedStep) && Test.Lineage.Any(step => step is PublishedStep);

    /// <summary>A split of the training set itself, to choose a γ, a λ or an epoch by without looking at the test set.</summary>
    /// <remarks>Corrupt what it gives: the held-out examples then keep their true labels, as a test set's do. After a corruption they are
    /// as corrupted as the rest.</remarks>
    /// <param name="count">How many training examples become the test set, in [1, N − 1]; a uniformly random choice, both parts in file
    /// order.</param>
    /// <param name="seed">Decides which; the same ones for one N, count and seed, whatever was done to pixels and labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is outside [1, N − 1].</exception>
    public TrainTestData HoldOut(int count, ulong seed) => Train.HoldOut(count, seed);

    /// <summary>The same test set, with some training images held out as <see cref="Validation"/>.</summary>
    /// <param name="count">How many, in [1, N − 1].</param>
    /// <param name="seed">Decides which, as <see cref="HoldOut"/> does.</param>
    /// <inheritdoc cref="HoldOut" path="/exception"/>
    public TrainTestData WithValidation(int count, ulong seed)
    {
        var split = HoldOut(count, seed);
        return new TrainTestData(split.Train, Test) { Validation = split.Test };
    }

    /// <summary>The first examples of each split, in file order.</summary>
    /// <param name="train">How many training examples; null for all.</param>
    /// <param name="test">How many test examples; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">More are asked for than there are, or none.</exception>
    public TrainTestData Take(int? train, int? test) =>
        new(train is { } n ? Train.Take(n) : Train, test is { } m ? Test.Take(m) : Test) { Validation = Validation };

    internal TrainTestData AsPublished() => new(Train.AsPublished(), Test.AsPublished());

    /// <summary>The folder that it was read from, where it was looked for in several; else null.</summary>
    internal string? ReadFrom { get; init; }
}
