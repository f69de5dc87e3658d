using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Experiments;
using Generalization.Inputs;
using Generalization.Models;

namespace Generalization.Tests.StoreWorker;

/// <summary>A data set and two networks whose epochs take milliseconds.</summary>
public static class TinyCatalog
{
    public static ExperimentCatalog Create() =>
        (ExperimentCatalog.Paper() with { Input = new InputPipeline(new PerImageStandardization()) })
            .With("synthetic", () => new SyntheticImages(new ImageShape(1, 6, 6), 4).Create(64, 32, seed: 1))
            .With(Perceptron("tiny", 8))
            .With(Perceptron("wide", 2048));

    private static CatalogModel Perceptron(string name, int width) =>
        new(
            name,
            MultilayerPerceptron.PaperTraining,
            (input, classes, seed, dropout) => MultilayerPerceptron.Create(input, classes, seed, [width], dropout)
        )
        {
            BatchNorm = false,
            HasDropout = false,
            ParameterCount = (input, classes) => (input.Size + 1L) * width + (width + 1L) * classes,
        };
}
