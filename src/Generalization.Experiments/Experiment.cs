using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Generalization.Experiments.Kinds.FiniteSamples;
using Generalization.Experiments.Kinds.KernelInterpolation;
using Generalization.Experiments.Kinds.NetworkTraining;

namespace Generalization.Experiments;

/// <summary>What is to be run, as data: two equal experiments give the same result on the same device with as many threads.</summary>
/// <remarks>In JSON the property "kind" tells which: training, kernel or finite-sample. Names are camelCase; an unknown one is an
/// error.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(TrainingExperiment), "training")]
[JsonDerivedType(typeof(KernelExperiment), "kernel")]
[JsonDerivedType(typeof(FiniteSampleExperiment), "finite-sample")]
public abstract record Experiment
{
    /// <summary>The version of what experiments hold; part of their identity.</summary>
    public const int CurrentSchema = 1;

    private protected Experiment() { }

    /// <summary>The version that this one was written in. Default: the current one.</summary>
    /// <exception cref="ArgumentException">It is another.</exception>
    public int Schema
    {
        get;
        init =>
            field =
                value == CurrentSchema
                    ? value
                    : throw new ArgumentException(
                        $"Schema must be {CurrentSchema}, which this version reads, but was {value}.",
                        nameof(Schema)
                    );
    } = CurrentSchema;

    /// <summary>Decides everything random. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The identity: 16 hexadecimal digits of the SHA-256 over <see cref="ToJson"/>, the same wherever and whenever it is
    /// computed.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())))[..16];

    /// <summary>All properties, defaults included, in a fixed order, without spaces.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExperimentJson.Default.Experiment);

    /// <summary>Reads one.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="ExperimentException">It is not an experiment; the sentence says where.</exception>
    public static Experiment Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return ExperimentDefaults.Fill(JsonNode.Parse(json)).Deserialize(ExperimentJson.Default.Experiment)
                ?? throw new ExperimentException("An experiment must be a JSON object, but was null.", null);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException or FormatException)
        {
            throw new ExperimentException($"An experiment must be JSON of known properties and values: {e.Message}", e);
        }
    }

    private protected static T Check<T>(T value, bool holds, string name, string rule) =>
        holds
            ? value
            : throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{char.ToLowerInvariant(name[0])}{name[1..]} must " + $"{rule}, but " + $"was {value}."
                )
            );
}
