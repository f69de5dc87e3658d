using System.CommandLine;
using System.Globalization;
using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Models;
using Generalization.Training;
using Generalization.Training.History;

namespace Generalization.Samples;

/// <summary>The learners that a command line may name.</summary>
internal static class Learners
{
    // n³/3 operations twice: half a minute at 10,000 on 2 cores.
    private const int MostForKernel = 10_000;
    private const double Gamma = 0.02,
        JudgesGamma = 0.03,
        JudgesRidge = 0.3;

    public static ILearner Of(ParseResult given, TrainTestData data)
    {
        if (given.GetValue(Options.Learner) == "kernel")
            return new KernelLearner(new GaussianKernel(Gamma)) { Solver = new SolverOptions { Ridge = given.GetValue(Options.Ridge) } };
        var recipe = PaperModels.Named(given.GetValue(Options.Model)!).ToRecipe();
        return new NetworkLearner(
            recipe with
            {
                Training = recipe.Training with { Epochs = given.GetValue(Options.Epochs), StopWhen = [new Fitted()] },
            },
            Input(data.Shape)
        )
        {
            Device = given.TorchDevice(),
        };
    }

    /// <summary>Who looks for labels that look wrong; null for the learner itself.</summary>
    public static ILearner? Judge(ParseResult given, TrainTestData data) =>
        given.GetValue(Options.Judge) switch
        {
            "self" => null,
            "kernel" => OnGabor(data.Shape),
            _ => data.Train.Count <= MostForKernel && Takes(data.Shape) ? OnGabor(data.Shape) : null,
        };

    /// <summary>A kernel's words for the store, since a function has none of its own; a network has.</summary>
    public static string? Words(ParseResult given) =>
        given.GetValue(Options.Learner) == "kernel"
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"gaussian kernel on pixels, gamma {Gamma}, ridge {given.GetValue(Options.Ridge)}"
            )
            : null;

    private static KernelLearner OnGabor(ImageShape shape)
    {
        var features = GaborFeatures.Create(shape);
        return new KernelLearner(new GaussianKernel(JudgesGamma))
        {
            Features = (_, _, _) => features,
            Solver = new SolverOptions { Ridge = JudgesRidge },
        };
    }

    private static bool Takes(ImageShape shape)
    {
        try
        {
            GaborFeatures.Create(shape);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // The paper's crop is for images of 32×32; others are standardized whole.
    private static InputPipeline Input(ImageShape shape) =>
        shape is { Height: 32, Width: 32 } ? InputPipeline.Cifar10 : new InputPipeline(new PerImageStandardization());
}
