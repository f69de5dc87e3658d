using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Generalization.Distributed;
using Generalization.Distributed.Orleans;
using Generalization.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

namespace Generalization.Tests;

public class ClusterSecurityTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_stranger_is_refused_and_a_member_is_not()
    {
        using var folder = new TestFolder();
        var ports = FreePorts();
        var training = Trainings.Perceptron(new DistributedOptions());
        var engine = new EngineOptions(folder.Path) { Patience = TimeSpan.FromSeconds(3) };
        using var secret = Secret(folder, "members");
        using var other = Secret(folder, "others");
        using var silo = Silo(training, engine, ports, secret);
        await silo.StartAsync();

        (await Status(engine, ports, secret)).Should().NotBeNull("a member is let in");
        (await Status(engine, ports, other)).Should().BeNull("another secret is none");
        (await Status(engine, ports, null)).Should().BeNull("without TLS nobody is understood");

        await silo.StopAsync();
    }

    private static X509Certificate2 Secret(TestFolder folder, string name)
    {
        var path = Path.Combine(folder.Path, name + ".pfx");
        ClusterSecurity.Create(path, "word", Now.AddDays(-1), Now.AddDays(1));
        return ClusterSecurity.Read(path, "word");
    }

    private static async Task<ClusterStatus?> Status(EngineOptions engine, int[] ports, X509Certificate2? secret)
    {
        var builder = Quiet();
        builder.UseOrleansClient(client => client.UseLocalhostClustering([ports[1]], "test", "test").AddTraining(engine, secret));
        using var host = builder.Build();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await host.StartAsync(patience.Token).WaitAsync(patience.Token);
            return await host
                .Services.GetRequiredService<IClusterClient>()
                .GetGrain<ICoordinatorGrain>(0)
                .Status()
                .WaitAsync(patience.Token);
        }
        catch (Exception)
        {
            return null;
        }
    }

    internal static IHost Silo(DistributedTraining training, EngineOptions engine, int[] ports, X509Certificate2? secret)
    {
        var builder = Quiet();
        builder.UseOrleans(silo =>
            silo.UseLocalhostClustering(ports[0], ports[1], null, "test", "test").AddTraining(training, engine, secret)
        );
        return builder.Build();
    }

    internal static HostApplicationBuilder Quiet()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        return builder;
    }

    internal static int[] FreePorts()
    {
        var listeners = Enumerable.Range(0, 2).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }

    [Fact]
    public void A_secret_that_is_no_longer_valid_is_refused()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "old.pfx");
        var day = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        ClusterSecurity.Create(path, "password", day, day.AddYears(1));
        FluentActions
            .Invoking(() => ClusterSecurity.Read(path, "password"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"The secret {path} must be valid now, but is valid from 2020-01-01 00:00:00Z to 2021-01-01 00:00:00Z; make a new one."
            );
    }

    [Fact]
    public void A_secret_that_is_there_stays()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "members.pfx");
        ClusterSecurity.Create(path, "password", Now.AddDays(-1), Now.AddDays(1));
        using var first = ClusterSecurity.Read(path, "password");

        FluentActions
            .Invoking(() => ClusterSecurity.Create(path, "password", Now.AddDays(-1), Now.AddDays(1)))
            .Should()
            .Throw<IOException>("members that read the first would be shut out");

        using var second = ClusterSecurity.Read(path, "password");
        second.Thumbprint.Should().Be(first.Thumbprint);
        Directory.GetFiles(folder.Path).Should().Equal(path);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, "it is for the members alone");
    }
}
