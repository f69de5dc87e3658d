using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Generalization.Files;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace Generalization.Training.Checkpoints;

/// <summary>A training's state in a safetensors file, and the one before it.</summary>
/// <remarks>The file appears whole or not at all, and the last one is kept until the next is there: at any instant at least one good file
/// exists. A SHA-256 over everything that it holds tells an altered one.</remarks>
internal sealed class CheckpointFile(CheckpointOptions options, ImmutableSortedDictionary<string, string> identity, ILogger logger)
{
    private const string StateKey = "state",
        IdentityKey = "identity",
        HashKey = "sha256",
        FormatKey = "format",
        Format = "2";

    // Whether this process has read it whole, or written it.
    private bool isCurrentGood;

    public string Current { get; } = Path.Combine(options.Folder, "checkpoint.safetensors");

    public string Previous { get; } = Path.Combine(options.Folder, "checkpoint.previous.safetensors");

    public void Write(IReadOnlyDictionary<string, Tensor> tensors, TrainingState state)
    {
        Directory.CreateDirectory(options.Folder);
        var (stateText, identityText) = (
            JsonSerializer.Serialize(state, TrainingStateJson.Default.TrainingState),
            JsonSerializer.Serialize(identity)
        );
        // A damaged one never takes the place of the good one before it.
        if (isCurrentGood)
            File.Move(Current, Previous, overwrite: true);
        isCurrentGood = false;
        SafeTensors.Write(
            Current,
            tensors,
            new Dictionary<string, string>
            {
                [FormatKey] = Format,
                [StateKey] = stateText,
                [IdentityKey] = identityText,
                [HashKey] = Hash(tensors, stateText, identityText),
            }
        );
        isCurrentGood = true;
    }

    /// <summary>The last good state, whose tensors the caller disposes; null where there is none yet.</summary>
    /// <exception cref="CheckpointException">There are files and all are damaged, or one is of another training.</exception>
    public (SafeTensorsContent Content, TrainingState State)? Read()
    {
        IOException? damaged = null;
        foreach (var path in new[] { Current, Previous }.Where(Path.Exists))
            try
            {
                var kept = ReadOne(path);
                isCurrentGood = path == Current;
                return kept;
            }
            catch (IOException e) when (e is SafeTensorsFormatException or CheckpointException { InnerException: not null })
            {
                logger.LogWarning("{Problem}", e.Message);
                damaged = e;
            }

        return damaged is null
            ? null
            : throw new CheckpointException(
                options.Folder,
                "hold one whole checkpoint",
                $"none is ({damaged.Message})",
                "Remove the folder to begin this training again."
            );
    }

    private (SafeTensorsContent, TrainingState) ReadOne(string path)
    {
        var content = SafeTensors.Read(path);
        try
        {
            if (content.Metadata.ContainsKey(StateKey) && content.Metadata.GetValueOrDefault(FormatKey) is var format && format != Format)
                throw new CheckpointException(
                    path,
                    $"be a checkpoint of format {Format}",
                    format is null ? "it was written by an earlier version of this library" : $"it is of format {format}",
                    "Go on with the version that wrote it, choose another folder, or remove this one to begin again."
                );
            if (
                !content.Metadata.TryGetValue(StateKey, out var state)
                || !content.Metadata.TryGetValue(IdentityKey, out var other)
                || content.Metadata.GetValueOrDefault(HashKey) != Hash(content.Tensors, state, other)
            )
                throw new CheckpointException(
                    path,
                    "be as it was written",
                    "its SHA-256 is another",
                    "The checkpoint before it is used where there is one.",
                    new InvalidDataException()
                );
            var (found, kept) = Content(path, state, other);
            foreach (var name in identity.Keys.Union(found.Keys))
                if ((found.GetValueOrDefault(name), identity.GetValueOrDefault(name)) is var (was, value) && was != value)
                {
                    var (before, now) = Differing(was, value);
                    var same = before?.Zip(now ?? "").TakeWhile(p => p.First == p.Second).Count() ?? 0;
                    throw new CheckpointException(
                        path,
                        "be of this training",
                        $"its {name} is {Short(before, same)} and not {Short(now, same)}",
                        "Choose another folder, or remove this one to begin again."
                    );
                }

            return (content, kept);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    // Whoever can write the file can also write a hash that fits.
    private static (Dictionary<string, string> Identity, TrainingState State) Content(string path, string state, string identity)
    {
        try
        {
            var words =
                JsonSerializer.Deserialize<Dictionary<string, string>>(identity) ?? throw new JsonException("Its identity is null.");
            var kept =
                JsonSerializer.Deserialize(state, TrainingStateJson.Default.TrainingState) ?? throw new JsonException("Its state is null.");
            return kept.IsPossible ? (words, kept) : throw new JsonException("No training has its numbers.");
        }
        catch (Exception e)
            when (e is JsonException or ArgumentException or FormatException or InvalidOperationException or NotSupportedException)
        {
            throw new CheckpointException(
                path,
                "hold the state of a training",
                $"does not ({e.Message.TrimEnd('.')})",
                "The checkpoint before it is used where there is one.",
                e
            );
        }
    }

    private static string Hash(IEnumerable<KeyValuePair<string, Tensor>> tensors, string state, string identity)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(state + "\n" + identity));
        TensorHash.Append(hash, tensors, "\n");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Of two lists their first item that differs.
    private static (string? Before, string? Now) Differing(string? before, string? now)
    {
        if (before is null || now is null)
            return (before, now);
        var (were, are) = (before.Split("; "), now.Split("; "));
        var at = were.Zip(are).TakeWhile(p => p.First == p.Second).Count();
        return (were.ElementAtOrDefault(at), are.ElementAtOrDefault(at));
    }

    // Of a long text its beginning, which says what it is, and what stands about the first character that differs.
    private static string Short(string? text, int same)
    {
        const int most = 120,
            head = 40;
        if (text is null)
            return "none";
        if (text.Length <= most)
            return $"\"{text}\"";
        if (same < most - 20)
            return $"\"{text[..(most - 3)]}…\"";
        var from = Math.Max(head, Math.Min(same - 30, text.Length - (most - head)));
        var to = Math.Min(text.Length, from + most - head);
        return $"\"{text[..head]}…{text[from..to]}{(to < text.Length ? "…" : "")}\"";
    }
}
