using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Generalization.Data.Download;

namespace Generalization.Tests.Data;

/// <summary>Downloads from a server on loopback that misbehaves as told.</summary>
public sealed class DatasetDownloadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("download").FullName;
    private readonly byte[] content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i * 31 >> 3))];
    private readonly HttpListener server = new();
    private readonly List<string> ranges = [];
    private readonly Uri mirror;

    public DatasetDownloadTests()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        mirror = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/data/");
        probe.Stop();
        server.Prefixes.Add(mirror.ToString());
        server.Start();
    }

    public void Dispose()
    {
        server.Close();
        Directory.Delete(folder, recursive: true);
    }

    private PublishedFile File_ => new("file.bin", new Uri("http://publisher.invalid/file.bin"), Md5(content));

    private string Target => Path.Combine(folder, "file.bin");

    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    /// <summary>Answers each request in turn; the last answer for all that follow.</summary>
    private void Serve(params Func<HttpListenerContext, Task>[] answers) =>
        _ = Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                HttpListenerContext context;
                try
                {
                    context = await server.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                lock (ranges)
                    ranges.Add(context.Request.Headers["Range"] ?? "");
                try
                {
                    await answers[Math.Min(i, answers.Length - 1)](context);
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException) { }
            }
        });

    private Func<HttpListenerContext, Task> Send(int? cutAfter = null, bool stall = false, bool honourRange = true, byte[]? other = null) =>
        async context =>
        {
            var bytes = other ?? content;
            var from = honourRange && context.Request.Headers["Range"] is { } range ? int.Parse(range["bytes=".Length..^1]) : 0;
            if (from > 0)
                context.Response.StatusCode = 206;
            context.Response.ContentLength64 = bytes.Length - from;
            var to = cutAfter is { } cut ? Math.Min(bytes.Length, from + cut) : bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes.AsMemory(from, to - from));
            await context.Response.OutputStream.FlushAsync();
            if (stall)
                await Task.Delay(2000);
            if (to < bytes.Length)
                context.Response.Abort();
            else
                context.Response.Close();
        };

    private Task Get(DownloadOptions? options = null, IProgress<DownloadProgress>? progress = null, CancellationToken token = default)
    {
        var download = new DatasetDownload((options ?? new DownloadOptions { Retries = 0 }) with { Mirror = mirror });
        return download.GetAsync(File_, folder, progress, token);
    }

    private Task<string> Fails(DownloadOptions? options = null) => Sentence(() => Get(options));

    private static async Task<string> Sentence(Func<Task> get) => (await get.Should().ThrowAsync<DownloadException>()).Which.Message;

    [Fact]
    public async Task A_file_comes_whole_with_progress_and_is_not_fetched_again()
    {
        Serve(Send());
        var seen = new List<DownloadProgress>();
        await Get(progress: new Immediate(seen.Add));
        (await File.ReadAllBytesAsync(Target)).Should().Equal(content);
        seen.Select(p => p.Bytes).Should().BeInAscendingOrder();
        seen[^1].Should().Be(new DownloadProgress("file.bin", content.Length, content.Length));
        await Get();
        ranges.Should().HaveCount(1);
        Directory.EnumerateFiles(folder).Should().Equal(Target);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_taken_up_where_it_was()
    {
        Serve(Send(cutAfter: 100_000), Send(cutAfter: 50_000), Send());
        await Get(new DownloadOptions { Retries = 3 });
        (await File.ReadAllBytesAsync(Target)).Should().Equal(content);
        ranges[0].Should().Be("");
        ranges[2].Should().Be("bytes=150000-");
    }

    /// <summary>A reset is no end of the content: the socket itself fails, and not the protocol above it.</summary>
    [Fact]
    public async Task A_connection_that_is_reset_is_taken_up_where_it_was()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var arrived = new TaskCompletionSource();
        var asked = new List<string>();
        var serving = Task.Run(async () =>
        {
            while (asked.Count < 2)
            {
                using var client = await listener.AcceptSocketAsync();
                var buffer = new byte[1 << 16];
                asked.Add(System.Text.Encoding.ASCII.GetString(buffer, 0, await client.ReceiveAsync(buffer)));
                var from = asked.Count == 1 ? 0 : int.Parse(asked[1].Split("Range: bytes=")[1].Split('-')[0]);
                await client.SendAsync(
                    System.Text.Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 {(from == 0 ? "200 OK" : "206 Partial Content")}\r\nContent-Length: "
                            + $"{content.Length - from}\r\nConnection: close\r\n\r\n"
                    )
                );
                await client.SendAsync(content.AsMemory(from, asked.Count == 1 ? 100_000 : content.Length - from));
                if (asked.Count > 1)
                    continue;
                await arrived.Task;
                // Closing without lingering sends a reset in place of an end.
                client.LingerState = new LingerOption(true, 0);
            }
        });
        using var download = new DatasetDownload(
            new DownloadOptions { Retries = 1, Mirror = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/") }
        );
        await download.GetAsync(File_, folder, new Immediate(_ => arrived.TrySetResult()));
        await serving;
        (await File.ReadAllBytesAsync(Target)).Should().Equal(content);
        asked[1].Should().Contain("Range: bytes=");
    }

    [Fact]
    public async Task What_arrived_before_a_failure_is_gone_on_with_the_next_time()
    {
        Serve(Send(cutAfter: 100_000), Send());
        (await Fails())
            .Should()
            .Be(
                $"{mirror}file.bin could not be downloaded: the connection broke 1 times. "
                    + "What arrived is kept; try again, or give another address."
            );
        File.Exists(Target).Should().BeFalse("a file appears whole or not at all");
        await Get();
        (await File.ReadAllBytesAsync(Target)).Should().Equal(content);
        ranges[1].Should().Be("bytes=100000-");
    }

    [Fact]
    public async Task A_server_without_ranges_starts_over()
    {
        Serve(Send(cutAfter: 100_000), Send(honourRange: false));
        await Get(new DownloadOptions { Retries = 1 });
        (await File.ReadAllBytesAsync(Target)).Should().Equal(content);
    }

    [Fact]
    public async Task A_wrong_checksum_throws_the_file_away()
    {
        byte[] other = [.. content];
        other[5] ^= 1;
        Serve(Send(other: other));
        (await Fails())
            .Should()
            .Be(
                $"{mirror}file.bin could not be downloaded: its MD5 is {Md5(other)} and not the published {Md5(content)}. "
                    + "The file was thrown away; try again, or give another address."
            );
        Directory.EnumerateFiles(folder).Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_there_says_so_at_once()
    {
        Serve(context =>
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
            return Task.CompletedTask;
        });
        (await Fails(new DownloadOptions()))
            .Should()
            .Be(
                $"{mirror}file.bin could not be downloaded: the server answered 404 (NotFound). Check the address, or give "
                    + "another one."
            );
        ranges.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_server_that_stalls_is_given_up()
    {
        Serve(Send(cutAfter: 1000, stall: true));
        (await Fails(new DownloadOptions { Retries = 0, Stall = TimeSpan.FromMilliseconds(300) }))
            .Should()
            .Be(
                $"{mirror}file.bin could not be downloaded: nothing arrived for 0.3 s, 1 times. What arrived "
                    + "is kept; try again, or give another address."
            );
    }

    [Fact]
    public async Task Cancelling_keeps_what_arrived()
    {
        Serve(Send(cutAfter: 1000, stall: true));
        using var cancel = new CancellationTokenSource();
        await new Func<Task>(() => Get(progress: new Immediate(_ => cancel.Cancel()), token: cancel.Token))
            .Should()
            .ThrowAsync<OperationCanceledException>();
        new FileInfo(Target + ".part").Length.Should().Be(1000);
    }

    [Fact]
    public async Task A_data_sets_own_folder_is_taken_for_it()
    {
        var own = Path.Combine(folder, "mnist");
        Directory.CreateDirectory(own);
        foreach (var file in PublishedFile.Of("mnist"))
            await File.WriteAllBytesAsync(Path.Combine(own, file.Name), [1]);
        Serve(Send());
        using var download = new DatasetDownload(new DownloadOptions { Retries = 0, Mirror = mirror });
        foreach (var root in new[] { folder, own, own + "/" })
            await download.GetAsync("mnist", root);
        ranges.Should().BeEmpty("all is there");
        Directory.EnumerateDirectories(own).Should().BeEmpty();
    }

    [Theory]
    [InlineData("http://host/data", "http://host/data/")]
    [InlineData("https://host/data/", "https://host/data/")]
    [InlineData("http://host", "http://host/")]
    [InlineData("http://host/a%20b", "http://host/a%20b/")]
    public void A_mirror_gets_its_final_slash(string given, string address) =>
        new DownloadOptions { Mirror = new Uri(given) }
            .Mirror!.AbsoluteUri.Should()
            .Be(address);

    [Theory]
    [InlineData("ftp://host/data/")]
    [InlineData("http://host/data?a=b")]
    [InlineData("http://host/data#a")]
    [InlineData("data/")]
    public void A_mirror_that_is_no_folder_is_refused(string given) =>
        new Action(() => _ = new DownloadOptions { Mirror = new Uri(given, UriKind.RelativeOrAbsolute) })
            .Should()
            .Throw<ArgumentException>()
            .WithMessage($"Mirror must be an http or https address without a query, but was {given}.*");

    [Fact]
    public void A_data_set_without_an_address_names_those_that_have_one() =>
        new Action(() => PublishedFile.Of("imagenet"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Only mnist, fashion-mnist, cifar10 and cifar100 can be downloaded, but imagenet was asked for.*");

    private sealed class Immediate(Action<DownloadProgress> report) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => report(value);
    }
}
