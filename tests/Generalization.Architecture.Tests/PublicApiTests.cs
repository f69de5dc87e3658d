namespace Generalization.Tests.Architecture;

public class PublicApiTests
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "../../..", "PublicApi.txt");

    /// <summary>The text lies beside this file; UPDATE_PUBLIC_API=1 writes it anew.</summary>
    [Fact]
    public void Is_the_checked_in_text()
    {
        var api = PublicApiText.Of(Libraries.All, Layers.Ordered);
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") == "1")
            System.IO.File.WriteAllText(File, api);
        api.Should()
            .Be(System.IO.File.ReadAllText(File), "a change of the public API is made on purpose: run the tests with UPDATE_PUBLIC_API=1");
    }
}
