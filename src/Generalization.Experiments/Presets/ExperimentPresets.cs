using System.Collections.Immutable;
using System.Reflection;
using Generalization.Experiments.Kinds;

namespace Generalization.Experiments.Presets;

/// <summary>The lists of experiments that are inside this library.</summary>
/// <remarks>smoke fills every part of a report within minutes, on embedded data, at a tiny scale; cpu is what a small machine does in hours
/// with CIFAR-10 and MNIST; paper is everything at the paper's scale but for ImageNet, one seed of everything first; imagenet is Table 2
/// and figure 2a at the paper's scale, and small-imagenet the same on a few pictures.</remarks>
public static class ExperimentPresets
{
    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = ["smoke", "cpu", "paper", "imagenet", "small-imagenet"];

    /// <summary>A list by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The name is another.</exception>
    public static ExperimentList Named(string name) => ExperimentList.Parse(Json(name), KnownKinds.All);

    /// <summary>A list's JSON, to be copied and changed.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The name is another.</exception>
    public static string Json(string name)
    {
        if (!Names.Contains(name))
            throw new ArgumentException($"The preset must be one of {string.Join(", ", Names)}, but was {name}.", nameof(name));
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Presets/{name}.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
