using System.Text.Json;
using Generalization.Tests.Support;

namespace Generalization.Tests.Samples;

public sealed class ImplicitRegularizationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Descent_from_zero_nears_the_least_norm_and_a_start_in_the_null_space_stays_there()
    {
        var (code, output, error) = Sample.Run("ImplicitRegularization", folder, "--n", "20", "--epochs", "1000", "--out", "run");
        (code, error).Should().Be((0, ""));
        output.Should().Contain("The Hessian is the same at every solution: 20 of 784 eigenvalues are not 0.\n");
        output
            .Should()
            .Contain("gradient descent from 0 · epoch 1000/1000 · loss ")
            .And.Contain("SGD from 0 · epoch 100/100 · loss ")
            .And.Contain("gradient descent from the null space · epoch 1000/1000 · loss ");
        Directory
            .EnumerateFiles(Path.Combine(folder, "run"))
            .Select(Path.GetFileName)
            .Order()
            .Should()
            .Equal("distances.png", "result.json");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "run", "result.json")));
        var ways = json.RootElement.GetProperty("interpolants").EnumerateArray().ToArray();
        var norm = ways[0].GetProperty("norm").GetDouble();
        ways.Select(w => w.GetProperty("trainErrors").GetInt32()).Should().OnlyContain(e => e == 0);
        ways[1].GetProperty("distance").GetDouble().Should().BeLessThan(0.2 * norm);
        ways[2].GetProperty("distance").GetDouble().Should().BeLessThan(0.2 * norm);
        ways[3].GetProperty("distance").GetDouble().Should().BeApproximately(2 * norm, 0.1 * norm);
        ways[3].GetProperty("testErrors").GetInt32().Should().BeGreaterThan(ways[0].GetProperty("testErrors").GetInt32());
    }

    [Fact]
    public void One_image_is_too_few()
    {
        var (code, _, error) = Sample.Run("ImplicitRegularization", folder, "--n", "1");
        (code, error.Split('\n')[0]).Should().Be((2, "--n must be at least 2, but was 1."));
    }
}
