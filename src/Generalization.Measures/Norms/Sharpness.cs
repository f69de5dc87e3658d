using System.Globalization;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Randomness;
using Generalization.Torch;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Measures.Norms;

/// <summary>Sharpness: how much Gaussian noise on its weights a network bears until its training accuracy falls. Relative, and not
/// predictive.</summary>
/// <remarks>σ is found by bisection: the largest standard deviation of noise on all trained weights whose mean accuracy over K draws is not
/// lower than the accuracy without noise less the fall. The draws are the same at each σ and only scaled, so that the search is one of a
/// fixed function. The network computes as in evaluation, with the running averages of its normalizations. Of 40 measures this kind ranked
/// networks by their generalization best, and still it compares networks of one kind and data set and foretells no error. Source: Jiang et
/// al. 2020.</remarks>
public static class Sharpness
{
    private const int ImagesAtOnce = 1000;

    /// <summary>Measures a network. Its weights are restored to the bit, also where the work is cancelled or fails.</summary>
    /// <param name="network">The trained network; stays the caller's. Nobody else uses it meanwhile.</param>
    /// <param name="input">How its inputs are made.</param>
    /// <param name="train">The training set, as trained on.</param>
    /// <param name="seed">Decides the examples and the noise.</param>
    /// <param name="options">How. Default: null, a fall of 0.1, 10 draws, 1,000 examples.</param>
    /// <param name="initial">The network as it was before the training, of the same parameters. Default: null, distances are from
    /// 0.</param>
    /// <param name="progress">Hears of each pass. Default: none.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">The data have no classes, the input or the initial network does not fit, or the accuracy without
    /// noise is too low to fall so far.</exception>
    /// <exception cref="InvalidOperationException">The accuracy does not fall so far under any noise.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SharpnessEstimate Measure(
        nn.Module<Tensor, Tensor> network,
        InputPipeline input,
        Dataset train,
        ulong seed,
        SharpnessOptions? options = null,
        nn.Module? initial = null,
        IProgress<LearningProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new SharpnessOptions();
        if (train.TargetCount > 0)
            throw new ArgumentException(
                $"Sharpness is of an accuracy, but {train.Name} has real targets and no classes; measure it on data with labels.",
                nameof(train)
            );
        TorchBackend.EnsureLoaded();
        var before = initial is null ? null : Matching(network, initial);
        var modes = new ModuleModes(network);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var noise = new WeightNoise(network, seed);
        try
        {
            network.eval();
            using var examples = input.Prepare(Chosen(train, options.Examples, seed), network.parameters().First().device, token);
            var search = new SigmaSearch(sigma => AccuraciesAt(network, examples, noise, sigma, options.Draws, progress, token), options);
            var accuracy = Accuracy(network, examples, token);
            var (sigma, tooLarge, atSigma) = search.Find(accuracy, noise.RootMeanSquare);
            return new SharpnessEstimate(
                sigma,
                tooLarge,
                accuracy,
                Estimate.OfMean(atSigma).Within(0, 1),
                noise.DistanceSquared(before),
                examples.Count,
                train.Count,
                seed,
                options
            );
        }
        finally
        {
            modes.Restore();
        }
    }

    private static Dataset Chosen(Dataset train, int count, ulong seed)
    {
        if (count >= train.Count)
            return train;
        var order = new RandomKey(seed, RandomPurpose.SharpnessSample).Stream(0).Permutation(train.Count);
        return train.Select(order[..count].Order().ToArray());
    }

    private static double[] AccuraciesAt(
        nn.Module<Tensor, Tensor> network,
        PreparedImages examples,
        WeightNoise noise,
        double sigma,
        int draws,
        IProgress<LearningProgress>? progress,
        CancellationToken token
    )
    {
        var accuracies = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            noise.Perturb(sigma, draw);
            accuracies[draw] = Accuracy(network, examples, token);
            progress?.Report(new(string.Create(CultureInfo.InvariantCulture, $"noise of {sigma:G3} on the weights"), draw + 1, draws));
        }

        return accuracies;
    }

    private static double Accuracy(nn.Module<Tensor, Tensor> network, PreparedImages examples, CancellationToken token)
    {
        var right = 0L;
        foreach (var batch in examples.InOrder(ImagesAtOnce, token))
            using (batch)
            {
                using var scope = NewDisposeScope();
                // A batch is a view of the data, which the network may change in place.
                right += network.call(batch.Inputs.clone()).argmax(1).eq(batch.Labels).sum().item<long>();
            }

        return (double)right / examples.Count;
    }

    private static Tensor[] Matching(nn.Module network, nn.Module initial)
    {
        var trained = network.named_parameters().Where(p => p.parameter.requires_grad).ToArray();
        var before = initial.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
        foreach (var (name, parameter) in trained)
            if (!before.TryGetValue(name, out var other) || !other.shape.SequenceEqual(parameter.shape))
                throw new ArgumentException(
                    $"The initial network must have the network's parameters, but {name} of ({string.Join(", ", parameter.shape)}) is "
                        + (before.ContainsKey(name) ? "of another shape there" : "not among them")
                        + "; create it by the same recipe and seed.",
                    nameof(initial)
                );
        return [.. trained.Select(p => before[p.name])];
    }
}
