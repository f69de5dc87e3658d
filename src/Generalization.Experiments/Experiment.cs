using System.Globalization;
using System.Text.Json.Serialization;

namespace Generalization.Experiments;

/// <summary>What is to be run, as data. Two equal experiments give the same result on the same device with the same number of
/// threads.</summary>
/// <remarks>A record for each kind of experiment, in this library or another. In JSON the property "kind" says which; names are camelCase,
/// and an unknown one is an error.</remarks>
public abstract record Experiment
{
    /// <summary>The schema of a kind that does not name its own. 1: identities were over all properties.</summary>
    public const int CurrentSchema = 2;

    /// <summary>Makes one with the defaults of its kind.</summary>
    /// <param name="kind">The kind, the same instance for all of it.</param>
    protected Experiment(IExperimentKind kind)
    {
        Kind = kind ?? throw new ArgumentNullException(nameof(kind));
        Schema = kind.Schema;
    }

    /// <summary>What is known of all experiments like this one.</summary>
    [JsonIgnore]
    public IExperimentKind Kind { get; }

    /// <summary>The version of the properties of this kind and of their defaults; part of the identity. Default: the kind's. No other is
    /// allowed: experiments of older schemas are converted when they are read.</summary>
    /// <exception cref="ArgumentException">It is another.</exception>
    public int Schema
    {
        get;
        init =>
            field =
                value == Kind.Schema
                    ? value
                    : throw new ArgumentException(
                        $"Schema must be {Kind.Schema}, which this version reads, but was {value}.",
                        nameof(Schema)
                    );
    }

    /// <summary>Decides everything random. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The identity: 16 hexadecimal digits of a SHA-256 over the kind, the schema and what differs from the defaults, the same
    /// wherever and whenever it is computed. A property that is added later changes no identity.</summary>
    [JsonIgnore]
    public string Id => ExperimentIdentity.Of(this);

    /// <summary>What is run, in a line.</summary>
    [JsonIgnore]
    public string Words => Kind.Describe(this);

    /// <summary>All properties, defaults included, in a fixed order, without spaces.</summary>
    public string ToJson() => Kind.Write(this).ToJsonString();

    /// <summary>Refuses a bad value of a property, in a sentence.</summary>
    /// <param name="value">The value.</param>
    /// <param name="holds">Whether it is allowed.</param>
    /// <param name="name">The property.</param>
    /// <param name="rule">What holds for it, after "must".</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">It may not.</exception>
    protected static T Check<T>(T value, bool holds, string name, string rule) =>
        holds
            ? value
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{char.ToLowerInvariant(name[0])}{name[1..]} must {rule}, but was {value}.")
            );
}
