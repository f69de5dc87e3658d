using System.Reflection;
using Generalization.CommandLine;
using Generalization.Data;
using Generalization.Experiments.Kinds.NetworkTraining;
using Generalization.Kernels.Functions;
using Generalization.Models;
using PublicApiGenerator;

namespace Generalization.Tests.PublicApi;

public class PublicApiTests
{
    public static TheoryData<string, Assembly> Assemblies =>
        new()
        {
            { "Generalization.Core", typeof(Dataset).Assembly },
            { "Generalization.Models", typeof(MultilayerPerceptron).Assembly },
            { "Generalization.Kernels", typeof(Kernel).Assembly },
            { "Generalization.Experiments", typeof(RandomizationResult).Assembly },
            { "Generalization.CommandLine", typeof(SampleApplication).Assembly },
        };

    /// <summary>The texts lie beside this file; UPDATE_PUBLIC_API=1 writes them anew.</summary>
    [Theory]
    [MemberData(nameof(Assemblies), DisableDiscoveryEnumeration = true)]
    public void Is_the_checked_in_text(string name, Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "../../..", name + ".txt");
        var api = assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") == "1")
            File.WriteAllText(file, api);
        api.Should().Be(File.ReadAllText(file), "a change of the public API is made on purpose: run the tests with UPDATE_PUBLIC_API=1");
    }
}
