using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Generalization.Files;

namespace Generalization.Data.Download;

/// <summary>Downloads published data sets: each file appears whole and checked, or not at all.</summary>
/// <remarks>A file is written beside its place as NAME.part and renamed when its checksum is right. An existing .part is continued by an
/// HTTP range; a symbolic link is refused. Nothing beyond the published size is taken.</remarks>
public sealed class DatasetDownload : IDisposable
{
    private const int BufferSize = 1 << 16,
        MostRedirections = 10;

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly DownloadOptions options;

    /// <summary>Downloads as the options say.</summary>
    /// <param name="options">How. Default: from the publisher.</param>
    public DatasetDownload(DownloadOptions? options = null) => this.options = options ?? new DownloadOptions();

    /// <summary>Downloads the files of a data set that are not there yet.</summary>
    /// <param name="dataset">mnist, fashion-mnist, cifar10 or cifar100.</param>
    /// <param name="root">The data root, which is made; or the data set's own folder, by its publisher's name.</param>
    /// <param name="progress">Is told about every 64 KiB.</param>
    /// <param name="token">Ends the download early; what arrived stays for the next time.</param>
    /// <exception cref="DownloadException">A server refuses, a connection breaks, stalls or is too slow too often, a file is longer than
    /// its publisher says, or a checksum is wrong.</exception>
    /// <exception cref="ArgumentException">The data set has no files to download.</exception>
    public async Task GetAsync(string dataset, string root, IProgress<DownloadProgress>? progress = null, CancellationToken token = default)
    {
        var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        foreach (var file in PublishedFile.Of(dataset))
            await GetAsync(file, own == file.Folder ? root : Path.Combine(root, file.Folder), progress, token);
    }

    /// <summary>Downloads a file, unless it is there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="folder">The folder, which is made.</param>
    /// <param name="progress">Is told about every 64 KiB.</param>
    /// <param name="token">Ends the download early; what arrived stays for the next time.</param>
    /// <exception cref="DownloadException">The server refuses, the connection breaks, stalls or is too slow too often, the file is longer
    /// than its publisher says, or the checksum is wrong.</exception>
    public async Task GetAsync(
        PublishedFile file,
        string folder,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken token = default
    )
    {
        ArgumentNullException.ThrowIfNull(file);
        var path = Path.Combine(folder, file.Name);
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(folder);
        var address = options.Mirror is { } mirror ? new Uri(mirror, file.Name) : file.Address;
        var part = path + ".part";
        // What is written goes where the name says, and nowhere else.
        if (new FileInfo(part).LinkTarget is not null)
            throw new DownloadException(address, $"{part} is a symbolic link", "Remove it.");
        RegularFile.Check(part);
        var most = file.Size ?? options.MostBytes;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await FetchAsync(address, part, file.Name, most, progress, token);
                break;
            }
            catch (Exception e)
                when (e is HttpRequestException { StatusCode: null } or HttpIOException or TimeoutException
                    && !token.IsCancellationRequested
                )
            {
                if (attempt < options.Retries)
                    continue;
                throw new DownloadException(
                    address,
                    $"{Reason(e)} {attempt + 1} times",
                    "What arrived is kept; try again, or give another address.",
                    e
                );
            }
        }

        await CheckAsync(file, address, part, token);
        File.Move(part, path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task FetchAsync(
        Uri address,
        string part,
        string name,
        long most,
        IProgress<DownloadProgress>? progress,
        CancellationToken token
    )
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            await using var target = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            if (target.Length > most)
                target.SetLength(0);
            stall.CancelAfter(options.Stall);
            using var response = await AskAsync(address, target.Length, stall.Token);
            // The whole of it is there already, and only the check was missing.
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                return;
            if (!response.IsSuccessStatusCode)
                throw new DownloadException(
                    address,
                    $"the server answered {(int)response.StatusCode} ({response.StatusCode})",
                    "Check the address, or give another one."
                );
            // A server without ranges sends the file from its start.
            if (response.StatusCode != HttpStatusCode.PartialContent)
                target.SetLength(0);
            target.Seek(0, SeekOrigin.End);
            var total = response.Content.Headers.ContentLength + target.Length;
            if (total > most)
                ThrowAway(total.Value);
            await using var content = await response.Content.ReadAsStreamAsync(stall.Token);
            var buffer = new byte[BufferSize];
            var pace = new Pace(options);
            while (true)
            {
                stall.CancelAfter(options.Stall);
                var read = await ReadAsync(content, buffer, stall.Token);
                if (read == 0)
                    break;
                if (target.Length + read > most)
                    ThrowAway(target.Length + read);
                pace.Add(read);
                await target.WriteAsync(buffer.AsMemory(0, read), token);
                progress?.Report(new DownloadProgress(name, target.Length, total));
            }

            if (total is { } all && target.Length < all)
                throw new HttpIOException(HttpRequestError.ResponseEnded);

            void ThrowAway(long bytes)
            {
                target.SetLength(0);
                throw new DownloadException(
                    address,
                    FormattableString.Invariant($"at most {most} bytes were expected, but {bytes} or more came"),
                    "They were thrown away; give another address."
                );
            }
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"nothing arrived for {options.Stall.TotalSeconds} s,"));
        }
    }

    // Redirections are followed to http and https alone, and from https never back to http.
    private async Task<HttpResponseMessage> AskAsync(Uri address, long from, CancellationToken token)
    {
        var at = address;
        for (var redirections = 0; redirections <= MostRedirections; redirections++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            if (from > 0)
                request.Headers.Range = new RangeHeaderValue(from, null);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            if (
                !Uri.TryCreate(at, location, out var next)
                || next.Scheme is not ("http" or "https")
                || (at.Scheme, next.Scheme) is ("https", "http")
            )
                throw new DownloadException(
                    address,
                    $"the server sends on to {location}, which is not followed",
                    "Check the address, or give another one."
                );
            at = next;
        }

        throw new DownloadException(
            address,
            FormattableString.Invariant($"the server sends on more than {MostRedirections} times"),
            "Check the address, or give another one."
        );
    }

    // A reset arrives as an IOException, like a full disk would from the write beside it.
    private static async Task<int> ReadAsync(Stream content, Memory<byte> buffer, CancellationToken token)
    {
        try
        {
            return await content.ReadAsync(buffer, token);
        }
        catch (IOException e) when (e is not HttpIOException)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, innerException: e);
        }
    }

    private static async Task CheckAsync(PublishedFile file, Uri address, string part, CancellationToken token)
    {
        string sum;
        await using (var content = File.OpenRead(part))
#pragma warning disable CA5351 // The publishers state no other checksum; it guards against accidents here, not against forgers.
            sum = Convert.ToHexStringLower(await MD5.HashDataAsync(content, token));
#pragma warning restore CA5351
        if (sum == file.Md5)
            return;
        File.Delete(part);
        throw new DownloadException(
            address,
            $"its MD5 is {sum} and not the published {file.Md5}",
            "The file was thrown away; try again, or give another address."
        );
    }

    private static string Reason(Exception e) => e is TimeoutException ? e.Message : "the connection broke";
}
