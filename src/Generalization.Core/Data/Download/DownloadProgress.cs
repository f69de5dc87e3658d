namespace Generalization.Data.Download;

/// <summary>Where a download is.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">Bytes that are there.</param>
/// <param name="Total">All its bytes; null where the server does not say.</param>
public sealed record DownloadProgress(string File, long Bytes, long? Total);
