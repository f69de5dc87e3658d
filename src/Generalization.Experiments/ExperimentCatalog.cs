using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Data.Known;
using Generalization.Inputs;
using Generalization.Models;

namespace Generalization.Experiments;

/// <summary>The data sets and networks that experiments may name; immutable.</summary>
public sealed record ExperimentCatalog
{
    private ExperimentCatalog(
        ImmutableSortedDictionary<string, Func<TrainTestData>> datasets,
        ImmutableSortedDictionary<string, CatalogModel> models
    ) => (Datasets, Models) = (datasets, models);

    /// <summary>How to load each data set.</summary>
    public ImmutableSortedDictionary<string, Func<TrainTestData>> Datasets { get; private init; }

    /// <summary>The networks.</summary>
    public ImmutableSortedDictionary<string, CatalogModel> Models { get; private init; }

    /// <summary>How networks' inputs are made, before augmentation. Default: the paper's.</summary>
    public InputPipeline Input { get; init; } = InputPipeline.Cifar10;

    /// <summary>The known data sets and the paper's networks.</summary>
    /// <param name="dataFolder">The folder of the data sets that are on disk. Default: null, only the embedded ones can be loaded.</param>
    public static ExperimentCatalog Paper(string? dataFolder = null) =>
        new(
            KnownDatasets.Names.ToImmutableSortedDictionary(
                n => n,
                n => (Func<TrainTestData>)(() => KnownDatasets.Load(n, dataFolder)),
                StringComparer.Ordinal
            ),
            PaperModels.All.ToImmutableSortedDictionary(
                m => m.Name,
                m => new CatalogModel(m.Name, m.Training, m.Create)
                {
                    BatchNorm = m.BatchNorm,
                    ParameterCount = m.ParameterCount,
                    Paper = m,
                },
                StringComparer.Ordinal
            )
        );

    /// <summary>The same with a data set of the caller's.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="load">Loads it; the same content each time.</param>
    public ExperimentCatalog With(string name, Func<TrainTestData> load) => this with { Datasets = Datasets.SetItem(name, load) };

    /// <summary>The same with a network of the caller's.</summary>
    /// <param name="model">The network.</param>
    public ExperimentCatalog With(CatalogModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return this with { Models = Models.SetItem(model.Name, model) };
    }

    /// <summary>Refuses names that it has not.</summary>
    /// <param name="names">The names.</param>
    /// <exception cref="ArgumentException">One is unknown.</exception>
    public void Check(ExperimentNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Dataset is { } dataset && !Datasets.ContainsKey(dataset))
            LoadDataset(dataset);
        if (names.Model is { } model)
            Model(model);
    }

    /// <summary>A data set by name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">It is unknown.</exception>
    public TrainTestData LoadDataset(string name) =>
        Datasets.TryGetValue(name, out var load)
            ? load()
            : throw new ArgumentException(
                $"The data set must be one of {string.Join(", ", Datasets.Keys)}, but was {name}; register others with With.",
                nameof(name)
            );

    /// <summary>A network by name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">It is unknown.</exception>
    public CatalogModel Model(string name) =>
        Models.GetValueOrDefault(name)
        ?? throw new ArgumentException(
            $"The model must be one of {string.Join(", ", Models.Keys)}, but was {name}; register others with With.",
            nameof(name)
        );
}
