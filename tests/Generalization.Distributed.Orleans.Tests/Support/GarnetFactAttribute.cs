using System.Globalization;
using Garnet;

namespace Generalization.Tests.Support;

/// <summary>A test that needs Garnet, a server that speaks Redis' protocol, in this process; where it cannot start, skipped with the
/// reason.</summary>
public sealed class GarnetFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Problem = new(Try);

    public GarnetFactAttribute() => Skip = Problem.Value;

    internal static IDisposable Start(int port)
    {
        var server = new GarnetServer(["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--lua"]);
        server.Start();
        return server;
    }

    private static string? Try()
    {
        try
        {
            Start(ClusterSecurityTests.FreePorts()[0]).Dispose();
            return null;
        }
        catch (Exception e)
        {
            return $"needs Garnet, which does not start here: {e.Message}";
        }
    }
}
