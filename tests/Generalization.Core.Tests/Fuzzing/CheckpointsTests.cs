using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Generalization.Files;
using Generalization.Tests.Support;
using Generalization.Training.Checkpoints;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace Generalization.Tests.Fuzzing;

/// <summary>Checkpoints whose words are mutated and whose hash is put right, and whole files that are mutated.</summary>
[NoTensorLeaks]
public sealed class CheckpointsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fuzz").FullName;
    private readonly CheckpointFile file;

    public CheckpointsTests() =>
        file = new CheckpointFile(
            new CheckpointOptions(folder),
            ImmutableSortedDictionary<string, string>.Empty.Add("seed", "0"),
            NullLogger.Instance
        );

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Read(byte[] bytes)
    {
        File.WriteAllBytes(file.Current, bytes);
        file.Read()?.Content.Dispose();
    }

    private byte[] Whole(byte[] words)
    {
        var lines = Encoding.UTF8.GetString(words).Split('\n', 2);
        var (state, identity) = (lines[0], lines.ElementAtOrDefault(1) ?? "");
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { ["network.weight"] = ones(2, 3) };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(state + "\n" + identity));
        TensorHash.Append(hash, tensors, "\n");
        SafeTensors.Write(
            file.Current,
            tensors,
            new Dictionary<string, string>
            {
                ["format"] = "2",
                ["state"] = state,
                ["identity"] = identity,
                ["sha256"] = Convert.ToHexStringLower(hash.GetHashAndReset()),
            }
        );
        return File.ReadAllBytes(file.Current);
    }

    private static byte[] Words =>
        Encoding.UTF8.GetBytes(
            """{"epoch":2,"step":1,"epochs":[{"epoch":1,"steps":3,"learningRate":0.1}],"seconds":1,"stepSeconds":1,"generators":{"a":3}}"""
                + "\n"
                + """{"seed":"0"}"""
        );

    [Fact]
    public void A_checkpoint() => new Fuzz("checkpoint", typeof(CheckpointException)).Run(Read, Whole(Words));

    [Fact]
    public void The_words_of_a_checkpoint() =>
        new Fuzz("checkpoint-words", typeof(CheckpointException)) { Repair = Whole }.Run(Read, Words);
}
