using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Generalization.Distributed.Blocks;
using Generalization.Distributed.Work;
using Generalization.Files;
using Generalization.Training;
using static TorchSharp.torch;

namespace Generalization.Distributed.Checkpoints;

/// <summary>Where a training keeps its checkpoints: a folder that all its processes see.</summary>
/// <remarks>Each epoch's blocks have a folder of their own, and manifest.json names those that belong together. It is written last, so that
/// it never names what is not there whole.</remarks>
/// <param name="path">The folder; made where it is missing.</param>
public sealed class CheckpointFolder(string path)
{
    private const string Weights = "weights",
        OfUpdate = "update.",
        VersionKey = "version",
        PartsKey = "parts";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The folder.</summary>
    public string Path { get; } = path ?? throw new ArgumentNullException(nameof(path));

    private string ManifestPath => System.IO.Path.Combine(Path, "manifest.json");

    /// <summary>Writes a block's state.</summary>
    /// <param name="epoch">The epochs that are done.</param>
    /// <param name="generation">The training's generation.</param>
    /// <param name="state">The state; stays the caller's.</param>
    public BlockFileEntry Write(int epoch, long generation, BlockState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var name = string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:00000}-{generation}/block-{state.Index:00000}.safetensors");
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        var tensors = state.Update.ToDictionary(u => OfUpdate + u.Key, u => u.Value);
        tensors.Add(Weights, state.Weights);
        SafeTensors.Write(
            file,
            tensors,
            new Dictionary<string, string>
            {
                [VersionKey] = state.Version.ToString(CultureInfo.InvariantCulture),
                [PartsKey] = state.Parts.Below.ToString(CultureInfo.InvariantCulture),
            }
        );
        return new BlockFileEntry(name, HashOf(file), state.Version);
    }

    /// <summary>Reads a block's state, which is the caller's.</summary>
    /// <param name="index">The block's number.</param>
    /// <param name="entry">Its entry in the manifest.</param>
    /// <exception cref="ManifestException">The file is not the one that the manifest names.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public BlockState Read(int index, BlockFileEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var file = System.IO.Path.Combine(Path, entry.File);
        if (HashOf(file) != entry.Hash)
            throw new ManifestException(file, "be as it was written", "its SHA-256 is another");
        var content = SafeTensors.Read(file);
        if (
            !content.Tensors.TryGetValue(Weights, out var weights)
            || !InvariantText.TryRead<long>(content.Metadata.GetValueOrDefault(PartsKey, ""), out var parts)
        )
        {
            content.Dispose();
            throw new ManifestException(file, "hold a block's weights and its parts", "it does not");
        }

        var update = content.Tensors.Where(t => t.Key.StartsWith(OfUpdate, StringComparison.Ordinal));
        return new BlockState(
            index,
            entry.Version,
            new PartSet(parts),
            weights,
            update.ToImmutableSortedDictionary(t => t.Key[OfUpdate.Length..], t => t.Value, StringComparer.Ordinal)
        );
    }

    /// <summary>Reads the flattened network.</summary>
    /// <param name="layout">Its layout.</param>
    /// <param name="manifest">The checkpoint.</param>
    public float[] ReadWeights(ParameterLayout layout, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(manifest);
        var all = new float[layout.Length];
        foreach (var slice in layout.Blocks)
        {
            using var state = Read(slice.Index, manifest.Blocks[slice.Index]);
            state.Weights.data<float>().ToArray().CopyTo(all, slice.First);
        }

        return all;
    }

    /// <summary>What the single-machine trainer goes on with, besides the network's weights; the caller disposes its tensors.</summary>
    /// <remarks>The trainer's schedule counts the steps of one machine. Where an update was made of several gradients, workers made fewer
    /// updates, so that a rate that falls goes on lower than theirs was.</remarks>
    /// <param name="layout">The network's layout.</param>
    /// <param name="manifest">The checkpoint.</param>
    public TrainingHandover ReadHandover(ParameterLayout layout, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(manifest);
        var states = new List<BlockState>();
        try
        {
            foreach (var block in layout.Blocks)
                states.Add(Read(block.Index, manifest.Blocks[block.Index]));
            return new TrainingHandover(manifest.Epoch, UpdateStates.Merge(layout, states));
        }
        finally
        {
            foreach (var state in states)
                state.Dispose();
        }
    }

    /// <summary>Writes a checkpoint of what was trained on one machine, from which many workers go on.</summary>
    /// <param name="layout">The network's layout.</param>
    /// <param name="plan">The parts.</param>
    /// <param name="words">What the training is, <see cref="DistributedTraining.Describe"/>.</param>
    /// <param name="weights">The flattened network; the layout's length.</param>
    /// <param name="handover">The epochs that are done and what the optimizer keeps.</param>
    /// <param name="updates">The updates that are done, by which the learning rate goes.</param>
    public Manifest Import(
        ParameterLayout layout,
        WorkPlan plan,
        string words,
        ReadOnlySpan<float> weights,
        TrainingHandover handover,
        long updates
    )
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(handover);
        var entries = ImmutableArray.CreateBuilder<BlockFileEntry>();
        foreach (var slice in layout.Blocks)
        {
            using var state = new BlockState(
                slice.Index,
                updates,
                new PartSet((long)handover.Epoch * plan.PartsPerEpoch),
                tensor(weights.Slice(slice.First, slice.Length).ToArray()).DetachFromDisposeScope(),
                UpdateStates.Split(slice, handover.Update)
            );
            entries.Add(Write(handover.Epoch, 0, state));
        }

        var manifest = new Manifest
        {
            Words = words,
            Epoch = handover.Epoch,
            Generation = 0,
            Blocks = entries.ToImmutable(),
            Epochs = [],
        };
        Write(manifest);
        return manifest;
    }

    /// <summary>Puts a manifest in the place of the last, and removes the blocks that none names any more.</summary>
    /// <param name="manifest">The manifest, whose blocks are written.</param>
    public void Write(Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        Directory.CreateDirectory(Path);
        WholeFile.Write(ManifestPath, JsonSerializer.Serialize(manifest, Json));
        var kept = System.IO.Path.GetDirectoryName(manifest.Blocks[0].File);
        foreach (var folder in Directory.EnumerateDirectories(Path, "epoch-*"))
            if (System.IO.Path.GetFileName(folder) != kept)
                Directory.Delete(folder, recursive: true);
    }

    /// <summary>The last manifest; null where there is none yet.</summary>
    /// <param name="words">What the training is.</param>
    /// <exception cref="ManifestException">It is of another training, or no manifest.</exception>
    public Manifest? ReadManifest(string words)
    {
        if (!File.Exists(ManifestPath))
            return null;
        Manifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(ManifestPath), Json);
        }
        catch (JsonException e)
        {
            throw new ManifestException(ManifestPath, "be a manifest", $"it is none ({e.Message.TrimEnd('.')})", e);
        }

        if (manifest is null || manifest.Format != Manifest.CurrentFormat || manifest.Blocks.IsDefaultOrEmpty)
            throw new ManifestException(ManifestPath, $"be a manifest of format {Manifest.CurrentFormat}", "it is none");
        if (manifest.Words != words && manifest.Words != WithoutModules(words))
            throw new ManifestException(ManifestPath, "be of this training", $"it differs in \"{FirstDifference(manifest.Words, words)}\"");
        return manifest;
    }

    // Checkpoints of before do not say the network's modules.
    private static string WithoutModules(string words) =>
        string.Join('\n', words.Split('\n').Where(line => !line.StartsWith(Manifest.ModulesLine, StringComparison.Ordinal)));

    private static string FirstDifference(string before, string now) =>
        before.Split('\n').Except(now.Split('\n')).Concat(now.Split('\n').Except(before.Split('\n'))).FirstOrDefault()
        ?? before.Split('\n')[0];

    private static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
