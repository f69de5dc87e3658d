using Generalization.Data;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging;

/// <summary>The pictures of a folder as <see cref="ImageFolder"/> reads them, each decoded whenever it is read.</summary>
internal sealed class StreamedFiles : IPixelSource
{
    private readonly string root;
    private readonly IReadOnlyList<string> files;
    private readonly ImageFolderOptions options;
    private readonly (int Height, int Width) size;
    private readonly string words;

    /// <param name="root">The folder.</param>
    /// <param name="files">The files.</param>
    /// <param name="options">How pictures become images.</param>
    /// <param name="size">Their size; null takes it from the first one.</param>
    /// <param name="token">Ends the look at all headers early.</param>
    public StreamedFiles(
        string root,
        IReadOnlyList<string> files,
        ImageFolderOptions options,
        ref (int Height, int Width)? size,
        CancellationToken token
    )
    {
        (this.root, this.files, this.options) = (root, files, options);
        // What is not resized must have one size: better said now than in the middle of a training.
        if (options.Size is null)
            foreach (var file in files)
            {
                token.ThrowIfCancellationRequested();
                ImageFile.Check(file, options, ref size);
            }
        else
            size ??= options.Size;
        this.size = size!.Value;
        words = $"{Shape}{(options.Size is null ? "" : ", resized")}";
    }

    public int Count => files.Count;

    public ImageShape Shape => new(options.Channels, size.Height, size.Width);

    public PixelType Type => PixelType.UInt8;

    public PixelScale Scale => PixelScale.Bytes;

    public bool IsResident => false;

    public string Identity(int position) =>
        FormattableString.Invariant(
            $"{Path.GetRelativePath(root, files[position]).Replace('\\', '/')}, {LinkedFile.Of(files[position]).Length} bytes, {words}"
        );

    public void Read(ReadOnlySpan<int> positions, Span<byte> target)
    {
        var bytes = Shape.Size;
        if (target.Length != (long)positions.Length * bytes)
            throw new ArgumentException(
                $"The target must have {(long)positions.Length * bytes} bytes, but had {target.Length}.",
                nameof(target)
            );
        for (var i = 0; i < positions.Length; i++)
        {
            if ((uint)positions[i] >= (uint)Count)
                throw new ArgumentOutOfRangeException(
                    nameof(positions),
                    $"A position must lie in [0, {Count - 1}], but was {positions[i]}."
                );
            (int, int)? own = size;
            ImageFile.Read(files[positions[i]], options, ref own).CopyTo(target[(i * bytes)..]);
        }
    }
}
