using System.Collections.Immutable;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Known;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Training.Schedules;
using Generalization.Training.Updates;

namespace Generalization.Experiments;

/// <summary>What experiments may name: data sets and networks, and the caller's own corruptions, inputs, schedules and optimizers;
/// immutable.</summary>
/// <remarks>A name is part of an experiment's identity. What the name stands for is not: when it changes, give it another name.</remarks>
public sealed record ExperimentCatalog
{
    /// <summary>The name of ImageNet of 2012, pictures that are read while a training goes on; who decodes pictures registers it.</summary>
    public const string ImageNet = "imagenet";

    /// <summary>The name of a small set of pictures in ImageNet's layout.</summary>
    public const string SmallImageNet = "small-imagenet";

    private ExperimentCatalog(
        ImmutableSortedDictionary<string, Func<TrainTestData>> datasets,
        ImmutableSortedDictionary<string, CatalogModel> models
    )
    {
        (Datasets, Models) = (datasets, models);
        Corruptions = PaperCorruptions
            .Names.Where(n => n != "partial-labels")
            .ToImmutableSortedDictionary(n => n, n => PaperCorruptions.Named(n), StringComparer.Ordinal);
    }

    /// <summary>How to load each data set.</summary>
    public ImmutableSortedDictionary<string, Func<TrainTestData>> Datasets { get; private init; }

    /// <summary>The networks.</summary>
    public ImmutableSortedDictionary<string, CatalogModel> Models { get; private init; }

    /// <summary>The corruptions: the paper's and the caller's. Without partial-labels, which has a probability of its own in each
    /// experiment.</summary>
    public ImmutableSortedDictionary<string, DatasetCorruption> Corruptions { get; private init; }

    /// <summary>The caller's ways to make inputs.</summary>
    public ImmutableSortedDictionary<string, InputPipeline> Inputs { get; private init; } =
        ImmutableSortedDictionary.Create<string, InputPipeline>(StringComparer.Ordinal);

    /// <summary>The caller's schedules.</summary>
    public ImmutableSortedDictionary<string, LearningRateSchedule> Schedules { get; private init; } =
        ImmutableSortedDictionary.Create<string, LearningRateSchedule>(StringComparer.Ordinal);

    /// <summary>The caller's optimizers.</summary>
    public ImmutableSortedDictionary<string, Optimizer> Optimizers { get; private init; } =
        ImmutableSortedDictionary.Create<string, Optimizer>(StringComparer.Ordinal);

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
                    HasDropout = false,
                    ParameterCount = m.ParameterCount,
                    Paper = m,
                    Input = m.Input,
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
    /// <exception cref="ArgumentException">Its training says what experiments say: batch size, epochs, stopping, evaluations or
    /// precision.</exception>
    public ExperimentCatalog With(CatalogModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Check();
        return this with { Models = Models.SetItem(model.Name, model) };
    }

    /// <summary>The same with a corruption of the caller's.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="corruption">The corruption.</param>
    /// <exception cref="ArgumentException">The name is one of the paper's.</exception>
    public ExperimentCatalog With(string name, DatasetCorruption corruption) =>
        PaperCorruptions.Names.Contains(name)
            ? throw new ArgumentException(
                $"A corruption of one's own must have a name of its own, but {name} is the paper's.",
                nameof(name)
            )
            : this with
            {
                Corruptions = Corruptions.SetItem(name, corruption ?? throw new ArgumentNullException(nameof(corruption))),
            };

    /// <summary>The same with another way to make inputs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="input">The steps.</param>
    public ExperimentCatalog With(string name, InputPipeline input) =>
        this with
        {
            Inputs = Inputs.SetItem(name, input ?? throw new ArgumentNullException(nameof(input))),
        };

    /// <summary>The same with a schedule of the caller's.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="schedule">The schedule.</param>
    public ExperimentCatalog With(string name, LearningRateSchedule schedule) =>
        this with
        {
            Schedules = Schedules.SetItem(name, schedule ?? throw new ArgumentNullException(nameof(schedule))),
        };

    /// <summary>The same with an optimizer of the caller's.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="optimizer">The optimizer.</param>
    public ExperimentCatalog With(string name, Optimizer optimizer) =>
        this with
        {
            Optimizers = Optimizers.SetItem(name, optimizer ?? throw new ArgumentNullException(nameof(optimizer))),
        };

    /// <summary>Refuses names that it does not have.</summary>
    /// <param name="names">The names.</param>
    /// <exception cref="ArgumentException">One is unknown.</exception>
    public void Check(ExperimentNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Dataset is { } dataset && !Datasets.ContainsKey(dataset))
            LoadDataset(dataset);
        if (names.Model is { } model)
            Model(model);
        if (names.Corruption is { } corruption && corruption != "partial-labels")
            Corruption(corruption);
        if (names.Input is { } input)
            InputOf(input);
        if (names.Schedule is { } schedule)
            Schedule(schedule);
        if (names.Optimizer is { } optimizer)
            Optimizer(optimizer);
    }

    /// <summary>A data set by name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">It is unknown.</exception>
    public TrainTestData LoadDataset(string name) => Find(Datasets, "data set", name)();

    /// <summary>A network by name.</summary>
    /// <inheritdoc cref="LoadDataset" path="/*[not(self::summary)]"/>
    public CatalogModel Model(string name) => Find(Models, "model", name);

    /// <summary>A corruption by name; not partial-labels, which has a probability.</summary>
    /// <inheritdoc cref="LoadDataset" path="/*[not(self::summary)]"/>
    public DatasetCorruption Corruption(string name) =>
        Corruptions.GetValueOrDefault(name) ?? throw Unknown("corruption", PaperCorruptions.Names.Union(Corruptions.Keys), name);

    /// <summary>How inputs are made, before augmentation; null for the catalog's own.</summary>
    /// <inheritdoc cref="LoadDataset" path="/*[not(self::summary)]"/>
    public InputPipeline InputOf(string? name) => name is null ? Input : Find(Inputs, "input", name);

    /// <summary>How inputs are made, before augmentation: by the name, else as the network has it, else as the catalog has it.</summary>
    /// <param name="name">The name; null for none.</param>
    /// <param name="model">The network's name.</param>
    /// <exception cref="ArgumentException">One is unknown.</exception>
    public InputPipeline InputOf(string? name, string model) => name is null ? Model(model).Input ?? Input : InputOf(name);

    /// <summary>A schedule by name.</summary>
    /// <inheritdoc cref="LoadDataset" path="/*[not(self::summary)]"/>
    public LearningRateSchedule Schedule(string name) => Find(Schedules, "schedule", name);

    /// <summary>An optimizer by name.</summary>
    /// <inheritdoc cref="LoadDataset" path="/*[not(self::summary)]"/>
    public Optimizer Optimizer(string name) => Find(Optimizers, "optimizer", name);

    private static T Find<T>(ImmutableSortedDictionary<string, T> among, string what, string name) =>
        among.TryGetValue(name, out var found) ? found : throw Unknown(what, among.Keys, name);

    private static ArgumentException Unknown(string what, IEnumerable<string> known, string name) =>
        new(
            string.Join(", ", known) is { Length: > 0 } names
                ? $"The {what} must be one of {names}, but was {name}; register others with With."
                : $"The {what} {name} is not known; register it with With.",
            nameof(name)
        );
}
