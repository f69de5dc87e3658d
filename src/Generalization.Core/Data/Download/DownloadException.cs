namespace Generalization.Data.Download;

/// <summary>A file could not be downloaded.</summary>
public sealed class DownloadException : IOException
{
    internal DownloadException(Uri address, string reason, string remedy, Exception? inner = null)
        : base($"{address} could not be downloaded: {reason}. {remedy}", inner) => Address = address;

    /// <summary>The file's address.</summary>
    public Uri Address { get; }
}
