using Generalization.Data;
using Generalization.Measures.Subsets;
using Generalization.Tests.Support;

namespace Generalization.Tests.Measures.Subsets;

/// <summary>A run's file, through the runner that writes and reads it.</summary>
public sealed class SubsetRunFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TrainTestData data = SimpleLearners.Images(21, 10);

    [Fact]
    public void What_was_written_is_read()
    {
        var memory = Runner(null).Run().Read().Single();
        var file = Runner(folder.Path).Run().Read().Single();
        file.TrainRight.Should().Equal(memory.TrainRight);
        file.TestRight.Should().Equal(memory.TestRight);
        file.TrainConfidence.Should().Equal(memory.TrainConfidence);
        file.TestConfidence.Should().Equal(memory.TestConfidence);
        file.Seconds.Should().BePositive();
        Directory.GetFiles(folder.Path).Should().ContainSingle().Which.Should().EndWith("run-000000.subset");
    }

    /// <summary>Every byte of the file, one at a time, and every length.</summary>
    [Fact]
    public void A_damaged_file_is_refused_in_a_sentence()
    {
        Runner(folder.Path).Run();
        var path = Directory.GetFiles(folder.Path).Single();
        var good = File.ReadAllBytes(path);
        for (var at = 0; at < good.Length; at++)
        {
            var bad = good.ToArray();
            bad[at] ^= 0x10;
            Refused(bad);
            Refused(good[..at]);
        }

        Refused([.. good, 0]);
        File.WriteAllBytes(path, good);
        Runner(folder.Path).Kept().Numbers.Should().Equal(0);

        void Refused(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            new Action(() => Runner(folder.Path).Kept())
                .Should()
                .Throw<SubsetRunFormatException>()
                .WithMessage($"{path} must *, but *. *.");
        }
    }

    [Fact]
    public void A_changed_bit_is_told_by_the_hash()
    {
        Runner(folder.Path).Run();
        var path = Directory.GetFiles(folder.Path).Single();
        var bytes = File.ReadAllBytes(path);
        bytes[^40] ^= 1;
        File.WriteAllBytes(path, bytes);
        new Action(() => Runner(folder.Path).Run())
            .Should()
            .Throw<SubsetRunFormatException>()
            .WithMessage(
                $"{path} must be as it was written, but its SHA-256 is another. It is damaged or no subset run; "
                    + "remove it, and the run is done again."
            );
    }

    public void Dispose() => folder.Dispose();

    private SubsetRunner Runner(string? path) =>
        new(SimpleLearners.NearestMean(), data.Train, data.Test, new SubsetDesign(5, 1), new() { Folder = path, Learner = "mean" });
}
