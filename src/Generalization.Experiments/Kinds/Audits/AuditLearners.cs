using System.Globalization;
using Generalization.Data;
using Generalization.Inputs;
using Generalization.Kernels.Features;
using Generalization.Kernels.Functions;
using Generalization.Kernels.Regression;
using Generalization.Kernels.Solvers;
using Generalization.Learning;
using Generalization.Training;
using Generalization.Training.History;

namespace Generalization.Experiments.Kinds.Audits;

/// <summary>The learners that an audit may name.</summary>
internal static class AuditLearners
{
    // n³/3 operations twice: half a minute at 10,000 on 2 cores.
    private const int MostForKernel = 10_000;
    private const double JudgesGamma = 0.03,
        JudgesRidge = 0.3;

    /// <summary>The judge's words for the audit's folder; see <see cref="Words"/>.</summary>
    public static string JudgesWords { get; } =
        string.Create(CultureInfo.InvariantCulture, $"gaussian kernel on Gabor features, gamma {JudgesGamma}, ridge {JudgesRidge}");

    public static ILearner Of(AuditExperiment e, IExperimentContext context, ImageShape shape) =>
        e.Learner == "kernel"
            ? new KernelLearner(new GaussianKernel(e.Gamma)) { Solver = Solver(context) with { Ridge = e.Ridge } }
            : Network(e, context, shape);

    /// <summary>Who looks for labels that look wrong; null for the learner itself.</summary>
    public static ILearner? Judge(AuditExperiment e, IExperimentContext context, TrainTestData data) =>
        e.Judge switch
        {
            "self" => null,
            "kernel" => OnGabor(data.Shape, context),
            _ => data.Train.Count <= MostForKernel && Takes(data.Shape) ? OnGabor(data.Shape, context) : null,
        };

    /// <summary>A kernel's words for the audit's folder, since a function has none of its own; a network has.</summary>
    public static string? Words(AuditExperiment e) =>
        e.Learner == "kernel"
            ? string.Create(CultureInfo.InvariantCulture, $"gaussian kernel on pixels, gamma {e.Gamma}, ridge {e.Ridge}")
            : null;

    private static NetworkLearner Network(AuditExperiment e, IExperimentContext context, ImageShape shape)
    {
        var model = context.Catalog.Model(e.Model);
        var training = model.Training with
        {
            Epochs = e.Epochs,
            StopWhen = [new Fitted()],
            Precision = e.Precision == "bfloat16" ? Torch.Precision.BFloat16 : Torch.Precision.Float32,
        };
        return new NetworkLearner(
            new NetworkRecipe(model.Name, (input, outputs, seed) => model.Create(input, outputs, seed, 0), training),
            InputOf(e, context.Catalog, shape)
        )
        {
            Device = context.Options.Device,
        };
    }

    // The paper's crop is for images of 32×32; others are standardized whole.
    private static InputPipeline InputOf(AuditExperiment e, ExperimentCatalog catalog, ImageShape shape) =>
        e.Input is not null || catalog.Model(e.Model).Input is not null || shape is { Height: 32, Width: 32 }
            ? catalog.InputOf(e.Input, e.Model)
            : new InputPipeline(new PerImageStandardization());

    private static KernelLearner OnGabor(ImageShape shape, IExperimentContext context)
    {
        var features = GaborFeatures.Create(shape);
        return new KernelLearner(new GaussianKernel(JudgesGamma))
        {
            Features = (_, _, _) => features,
            Solver = Solver(context) with { Ridge = JudgesRidge },
        };
    }

    private static SolverOptions Solver(IExperimentContext context) =>
        new()
        {
            Device = context.Options.Device,
            Memory = context.Options.Memory,
            SpillFolder = context.Options.Spill,
        };

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
}
