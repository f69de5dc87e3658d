using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Generalization.Data;
using Generalization.Randomness;

namespace Generalization.Corruption;

/// <summary>Gives each training example the label at its index in a list. The labels may come from people, as CIFAR-10N's do, or from
/// another program.</summary>
/// <remarks>Every training label counts as drawn anew, even where it is the same. A subset gets the labels of its own examples. Nothing is
/// random.</remarks>
public sealed record AssignedLabels : LabelCorruption
{
    private readonly ImmutableArray<long> labels;
    private readonly string name;

    /// <summary>Labels by index.</summary>
    /// <param name="labels">The label of example i of the whole training set at place i, in 0 … k − 1; copied.</param>
    /// <param name="name">The name in results. Default: assigned-labels.</param>
    /// <exception cref="ArgumentException">There is no label.</exception>
    public AssignedLabels(IEnumerable<long> labels, string name = "assigned-labels")
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentException.ThrowIfNullOrEmpty(name);
        (this.labels, this.name) = ([.. labels], name);
        if (this.labels.IsEmpty)
            throw new ArgumentException("There must be a label for each example, but there was none.", nameof(labels));
        Hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(this.labels.AsSpan())));
    }

    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>The number of labels.</summary>
    public int Count => labels.Length;

    /// <summary>The SHA-256 of the labels (int64, little-endian), 64 hexadecimal digits.</summary>
    public string Hash { get; }

    /// <inheritdoc/>
    protected override (long Assigned, bool Replaced) Draw(LabelledExample example, ref RandomStream random) =>
        (labels[(int)example.Index], true);

    private protected override void Check(Dataset data)
    {
        foreach (var index in data.Indices)
            if (index >= labels.Length)
                throw new ArgumentException(
                    $"{Name} has the labels of {labels.Length} examples, but {data.Name} has an example {index}.",
                    nameof(data)
                );
    }

    /// <summary>Whether name and labels are the same.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(AssignedLabels? other) => other is not null && name == other.name && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append("Name = ").Append(name).Append(", Count = ").Append(Count).Append(", Hash = ").Append(Hash);
        return true;
    }
}
