using System.Globalization;

namespace Generalization.Measures.Norms;

/// <summary>Finds the largest σ whose mean accuracy has not fallen too far, by doubling or halving and then by bisection.</summary>
/// <param name="accuraciesAt">The accuracy of each draw at a σ.</param>
/// <param name="options">How far is too far, and how often to bisect.</param>
internal sealed class SigmaSearch(Func<double, double[]> accuraciesAt, SharpnessOptions options)
{
    // From the size of the weights themselves: a millionth of it changes nothing, and a million times it leaves nothing.
    private const int MostDoublings = 20;

    public (double Sigma, double TooLarge, double[] AtSigma) Find(double accuracy, double size)
    {
        var least = accuracy - options.Fall;
        if (!(least > 0))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The training accuracy must be above the fall of {options.Fall} that is asked for, but is "
                        + $"{accuracy:G4}; train the network, or ask for less."
                )
            );
        var start = size > 0 ? size : 1;
        var sigma = start;
        var found = accuraciesAt(sigma);
        var isTooLarge = found.Average() < least;
        // The range of a factor 2 at whose ends the answers differ.
        double[] atSigma = found;
        for (var i = 0; ; i++)
        {
            var next = isTooLarge ? sigma / 2 : sigma * 2;
            found = accuraciesAt(next);
            if (found.Average() < least != isTooLarge)
            {
                if (isTooLarge)
                    (sigma, atSigma) = (next, found);
                break;
            }

            if (i == MostDoublings)
                throw new InvalidOperationException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The mean accuracy of {accuracy:G4} must fall by {options.Fall} between noise of {start:G3} and {next:G3}, but is "
                            + $"{found.Average():G4} there; ask for another fall."
                    )
                );
            (sigma, atSigma) = (next, found);
        }

        var tooLarge = 2 * sigma;
        for (var i = 0; i < options.Bisections; i++)
        {
            var middle = Math.Sqrt(sigma * tooLarge);
            found = accuraciesAt(middle);
            if (found.Average() < least)
                tooLarge = middle;
            else
                (sigma, atSigma) = (middle, found);
        }

        return (sigma, tooLarge, atSigma);
    }
}
