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

    /// <summary>A byte now and then never stalls.</summary>
    [Fact]
    public async Task A_server_that_is_too_slow_is_given_up()
    {
        Serve(async context =>
        {
            context.Response.ContentLength64 = content.Length;
            for (var i = 0; i < 100; i++)
            {
                await context.Response.OutputStream.WriteAsync(content.AsMemory(i, 1));
                await context.Response.OutputStream.FlushAsync();
                await Task.Delay(50);
            }
        });
        (await Fails(new DownloadOptions { Retries = 0, Stall = TimeSpan.FromSeconds(2) }))
            .Should()
            .MatchRegex(
                // Beside other tests the bytes may wait for a thread for longer than the server does.
                $"^{mirror}file.bin could not be downloaded: (only [0-9]+ bytes arrived in|nothing arrived for) 2 s, 1 times. What arrived "
                    + "is kept; try again, or give another address.$"
            );
    }

    /// <summary>A chunked reply states no length and need not end.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_longer_than_its_publisher_says_stops_there_and_is_thrown_away(bool chunked)
    {
        Serve(async context =>
        {
            context.Response.SendChunked = chunked;
            if (!chunked)
                context.Response.ContentLength64 = 1L << 40;
            while (true)
                await context.Response.OutputStream.WriteAsync(content);
        });
        using var download = new DatasetDownload(new DownloadOptions { Mirror = mirror });
        foreach (var size in new long?[] { 5, null })
        {
            var file = new PublishedFile("file.bin", new Uri("http://publisher.invalid/file.bin"), Md5(content), Size: size);
            using var smaller = new DatasetDownload(new DownloadOptions { Mirror = mirror, MostBytes = 1_000_000 });
            (await Sentence(() => (size is null ? smaller : download).GetAsync(file, folder)))
                .Should()
                .MatchRegex(
                    $"^{mirror}file.bin could not be downloaded: at most {size ?? 1_000_000} bytes were "
                        + "expected, but [0-9]+ or more came. They "
                        + "were thrown away; give another address.$"
                );
            new FileInfo(Target + ".part").Length.Should().Be(0);
        }
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_file_is_begun_anew()
    {
        await File.WriteAllBytesAsync(Target + ".part", new byte[content.Length + 1]);
        Serve(Send());
        using var download = new DatasetDownload(new DownloadOptions { Mirror = mirror });
        await download.GetAsync(new PublishedFile("file.bin", mirror, Md5(content).ToUpperInvariant(), Size: content.Length), folder);
        (await File.ReadAllBytesAsync(Target)).Should().Equal(content);
        ranges.Should().Equal("");
    }

    [Fact]
    public async Task A_part_that_is_a_link_is_refused_and_its_target_stays()
    {
        var other = Path.Combine(folder, "other");
        await File.WriteAllTextAsync(other, "mine");
        File.CreateSymbolicLink(Target + ".part", other);
        Serve(Send());
        (await Fails()).Should().Be($"{mirror}file.bin could not be downloaded: {Target}.part is a symbolic link. Remove it.");
        (await File.ReadAllTextAsync(other)).Should().Be("mine");
        ranges.Should().BeEmpty();
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/file.bin")]
    [InlineData("gopher://127.0.0.1/file.bin")]
    public async Task A_redirection_to_another_kind_of_address_is_refused(string to)
    {
        Serve(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers["Location"] = to;
            context.Response.Close();
            return Task.CompletedTask;
        });
        (await Fails())
            .Should()
            .Be(
                $"{mirror}file.bin could not be downloaded: the server sends on to {to}, which is not followed. Check the address, or give "
                    + "another one."
            );
        File.Exists(Target).Should().BeFalse();
    }

    [Theory]
    [InlineData("/data/other.bin", false)]
    [InlineData("other.bin", true)]
    public async Task A_redirection_within_http_is_followed_and_a_circle_is_not(string to, bool circle)
    {
        Task Redirect(HttpListenerContext context)
        {
            context.Response.StatusCode = 302;
            context.Response.Headers["Location"] = to;
            context.Response.Close();
            return Task.CompletedTask;
        }

        if (circle)
        {
            Serve(Redirect);
            (await Fails())
                .Should()
                .Be(
                    $"{mirror}file.bin could not be downloaded: the server sends on more than 10 times. Check "
                        + "the address, or give another one."
                );
            return;
        }

        Serve(Redirect, Send());
        await Get();
        (await File.ReadAllBytesAsync(Target)).Should().Equal(content);
    }

    [Fact]
    public void Every_published_file_has_its_size()
    {
        foreach (var dataset in new[] { "mnist", "fashion-mnist", "cifar10", "cifar100" })
            PublishedFile.Of(dataset).Should().AllSatisfy(f => f.Size.Should().BeGreaterThan(4000));
    }

    [Theory]
    [InlineData("../escaped", "", "Name must be a file's name without a folder, but was \"../escaped\". (Parameter 'Name')")]
    [InlineData("/etc/x", "", "Name must be a file's name without a folder, but was \"/etc/x\". (Parameter 'Name')")]
    [InlineData("..", "", "Name must be a file's name without a folder, but was \"..\". (Parameter 'Name')")]
    [InlineData("a\\b", "", "Name must be a file's name without a folder, but was \"a\\b\". (Parameter 'Name')")]
    [InlineData("", "", "Name must be a file's name without a folder, but was \"\". (Parameter 'Name')")]
    [InlineData("a", "../b", "Folder must lie under the data root, but was \"../b\". (Parameter 'Folder')")]
    [InlineData("a", "/b", "Folder must lie under the data root, but was \"/b\". (Parameter 'Folder')")]
    [InlineData("a", "b/../..", "Folder must lie under the data root, but was \"b/../..\". (Parameter 'Folder')")]
    public void A_file_that_would_lie_elsewhere_is_refused(string name, string below, string sentence) =>
        new Action(() => _ = new PublishedFile(name, mirror, Md5(content), below))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(sentence);

    [Fact]
    public void An_address_or_a_checksum_that_is_none_is_refused()
    {
        new Action(() => _ = new PublishedFile("a", new Uri("file:///etc/passwd"), Md5(content)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Address must be an http or https address, but was file:///etc/passwd. (Parameter 'Address')");
        new Action(() => _ = new PublishedFile("a", mirror, ""))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Md5 must be 32 hexadecimal digits, but was \"\". (Parameter 'Md5')");
        new PublishedFile("a", mirror, Md5(content).ToUpperInvariant()).Md5.Should().Be(Md5(content));
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
