using Generalization.Data;
using Generalization.Files;
using Generalization.Measures.Probabilities;
using Generalization.Tests.Support;

namespace Generalization.Tests.Measures.Fuzzing;

public sealed class ProbabilityReadersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fuzz").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void Probabilities_as_csv() =>
        Run("probabilities-csv", "p.csv", null, "a,b,label\n0.5,0.5,a\n0.25,0.75,1\n"u8.ToArray(), "0.5,0.5,0\n0.25,0.75,1\n"u8.ToArray());

    [Fact]
    public void Labels_as_csv()
    {
        NpyFile.Write(In("p.npy"), NpyArray.Of([0.5, 0.5, 0.25, 0.75], 2, 2));
        Run("labels-csv", "y.csv", "p.npy", "label\n0\n1\n"u8.ToArray(), "0\n1\n"u8.ToArray());
    }

    [Fact]
    public void Probabilities_as_npy()
    {
        File.WriteAllText(In("y.csv"), "0\n1\n");
        NpyFile.Write(In("seed.npy"), NpyArray.Of([0.5, 0.5, 0.25, 0.75], 2, 2));
        var seed = File.ReadAllBytes(In("seed.npy"));
        new Fuzz("probabilities-npy", typeof(IOException), typeof(ProbabilityTableException)).Run(
            bytes =>
            {
                File.WriteAllBytes(In("p.npy"), bytes);
                ProbabilityFiles.Read(In("p.npy"), In("y.csv"));
            },
            seed
        );
    }

    private void Run(string name, string file, string? probabilities, params byte[][] seeds) =>
        new Fuzz(name, typeof(DatasetFormatException), typeof(ProbabilityTableException)).Run(
            bytes =>
            {
                File.WriteAllBytes(In(file), bytes);
                _ = probabilities is null ? ProbabilityFiles.Read(In(file)) : ProbabilityFiles.Read(In(probabilities), In(file));
            },
            seeds
        );

    private string In(string name) => Path.Combine(folder, name);
}
