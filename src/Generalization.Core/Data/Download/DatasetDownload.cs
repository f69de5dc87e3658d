using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Generalization.Data.Download;

/// <summary>Downloads published data sets: each file appears whole and checked, or not at all.</summary>
/// <remarks>A file is written beside its place as NAME.part and renamed when its checksum is right. A .part that is there is gone on with,
/// by an HTTP range.</remarks>
public sealed class DatasetDownload : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly HttpClient client = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly DownloadOptions options;

    /// <summary>Downloads as the options say.</summary>
    /// <param name="options">How. Default: from the publisher.</param>
    public DatasetDownload(DownloadOptions? options = null) => this.options = options ?? new DownloadOptions();

    /// <summary>Downloads the files of a data set that are not there yet.</summary>
    /// <param name="dataset">mnist, fashion-mnist, cifar10 or cifar100.</param>
    /// <param name="root">The data root, which is made; or the data set's own folder, by its publisher's name.</param>
    /// <param name="progress">Is told about every 64 KiB.</param>
    /// <param name="token">Ends the download early; what arrived stays for the next time.</param>
    /// <exception cref="DownloadException">A server refuses, a connection breaks or stalls too often, or a checksum is wrong.</exception>
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
    /// <exception cref="DownloadException">The server refuses, the connection breaks or stalls too often, or the checksum is
    /// wrong.</exception>
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
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await FetchAsync(address, part, file.Name, progress, token);
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

    private async Task FetchAsync(Uri address, string part, string name, IProgress<DownloadProgress>? progress, CancellationToken token)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            await using var target = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (target.Length > 0)
                request.Headers.Range = new RangeHeaderValue(target.Length, null);
            stall.CancelAfter(options.Stall);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
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
            await using var content = await response.Content.ReadAsStreamAsync(stall.Token);
            var buffer = new byte[BufferSize];
            while (true)
            {
                stall.CancelAfter(options.Stall);
                var read = await ReadAsync(content, buffer, stall.Token);
                if (read == 0)
                    break;
                await target.WriteAsync(buffer.AsMemory(0, read), token);
                progress?.Report(new DownloadProgress(name, target.Length, total));
            }

            if (total is { } all && target.Length < all)
                throw new HttpIOException(HttpRequestError.ResponseEnded);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
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

    private string Reason(Exception e) =>
        e is TimeoutException
            ? FormattableString.Invariant($"nothing arrived for {options.Stall.TotalSeconds} s,")
            : "the connection broke";
}
