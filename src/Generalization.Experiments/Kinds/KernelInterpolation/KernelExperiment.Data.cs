using System.Globalization;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Kernels.Regression;

namespace Generalization.Experiments.Kinds.KernelInterpolation;

public sealed partial record KernelExperiment
{
    /// <summary>The numbers that are fitted, (N, k); of two classes as signs (N, 1).</summary>
    /// <param name="train">The training set as it is fitted.</param>
    public double[,] TargetsOf(Dataset train) => Targets == "signs" ? train.PlusMinusOne() : train.OneHot();

    /// <summary>The data set as it is fitted.</summary>
    /// <param name="data">The whole data set.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="ArgumentException">There are fewer images than asked for, a probability is missing or too much, there are labels
    /// for appended images and no such images, random centres with features, a ridge or another solver, filters without random-conv, or
    /// something that would not be used.</exception>
    public KernelData DataOf(TrainTestData data, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckTogether();
        var held = Validation is { } count ? data.HoldOut(count, Seed) : data;
        var fitted = held.Take(Train, Appended is null ? Test : null)
            .Corrupt(PaperCorruptions.Named($"{Labels}-labels", Probability ?? 0.5), Seed, token);
        return Appended is { } appended ? AppendedData.Of(fitted, appended, AppendedLabels == "random", Test, Seed) : KernelData.Of(fitted);
    }

    /// <summary>Refuses what cannot be, before the data are read.</summary>
    internal void CheckTogether()
    {
        if ((Labels == "partial") != (Probability is not null))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A probability must be given with partial labels and with no others, but the labels were {Labels} and the "
                        + $"probability {Probability?.ToString(CultureInfo.InvariantCulture) ?? "not given"}."
                )
            );
        if (Appended is null && AppendedLabels != "true")
            throw new ArgumentException(
                "Labels of appended test images must be given with appended alone, but appendedLabels was "
                    + $"{AppendedLabels} and appended not "
                    + "given."
            );
        if (Centres != "training" && (Features != "none" || Solver != "direct" || Precision != "float64" || Ridge > 0))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Random centres need pixels, the direct solver in float64 and no ridge, but the features were {Features}, the solver "
                        + $"{Solver}, the precision {Precision} and the ridge {Ridge}."
                )
            );
        if (Filters is { } given && Features != "random-conv")
            throw new ArgumentException(
                $"Filters must be given with random-conv alone, but the features were {Features} and the filters {given}."
            );
        CheckUsed();
    }

    // Two experiments of other properties and the same numbers would be taken for two.
    private void CheckUsed()
    {
        var usual = new KernelExperiment { Dataset = Dataset };
        var kernel = $"the kernel is {Kernel}";
        var (said, reason) =
            Kernel is "linear" or "arc-cosine" && Gamma != usual.Gamma ? ("gamma", kernel)
            : Kernel is not ("polynomial" or "arc-cosine") && Degree is not null ? ("degree", kernel)
            : Kernel != "polynomial" && Offset != usual.Offset ? ("offset", kernel)
            : Solver == "direct" && Precision == "float64" && Tolerance is not null ? ("tolerance", "the direct solver in float64 is exact")
            : Solver == "iterative" && Precision != usual.Precision ? ("precision", "the iterative solver has one of its own")
            : (null, "");
        if (said is not null)
            throw new ArgumentException(
                $"{said} must be left out where it would not be used, but it was given and {reason}; leave one of the two out."
            );
    }
}
