namespace Generalization.Data.Download;

/// <summary>A file that a publisher offers, with the checksum that it states.</summary>
/// <param name="Name">The file's name, without a folder.</param>
/// <param name="Address">Where it lies, http or https.</param>
/// <param name="Md5">Its MD5, 32 hexadecimal digits: the only checksum that these publishers state.</param>
/// <param name="Folder">The folder under the data root that it belongs in; empty for the root itself.</param>
/// <param name="Size">Its length in bytes, beyond which nothing is taken. Default: null, it is not known.</param>
/// <exception cref="ArgumentException">The name or the folder leads elsewhere, the address is another, or the MD5 or the size is
/// none.</exception>
public sealed record PublishedFile(string Name, Uri Address, string Md5, string Folder = "", long? Size = null)
{
    private const int Md5Digits = 32;

    /// <inheritdoc cref="PublishedFile(string, Uri, string, string, long?)" path="/param[@name='Name']"/>
    public string Name
    {
        get;
        init => field = CheckedName(value);
    } = CheckedName(Name);

    /// <inheritdoc cref="PublishedFile(string, Uri, string, string, long?)" path="/param[@name='Address']"/>
    public Uri Address
    {
        get;
        init => field = CheckedAddress(value);
    } = CheckedAddress(Address);

    /// <inheritdoc cref="PublishedFile(string, Uri, string, string, long?)" path="/param[@name='Md5']"/>
    /// <remarks>In small letters, however it was given.</remarks>
    public string Md5
    {
        get;
        init => field = CheckedMd5(value);
    } = CheckedMd5(Md5);

    /// <inheritdoc cref="PublishedFile(string, Uri, string, string, long?)" path="/param[@name='Folder']"/>
    public string Folder
    {
        get;
        init => field = CheckedFolder(value);
    } = CheckedFolder(Folder);

    /// <inheritdoc cref="PublishedFile(string, Uri, string, string, long?)" path="/param[@name='Size']"/>
    public long? Size
    {
        get;
        init => field = CheckedSize(value);
    } = CheckedSize(Size);

    /// <summary>The files of a data set.</summary>
    /// <param name="dataset">mnist, fashion-mnist, cifar10 or cifar100.</param>
    /// <exception cref="ArgumentException">The data set has no files to download.</exception>
    public static IReadOnlyList<PublishedFile> Of(string dataset) =>
        dataset switch
        {
            "mnist" => Idx(
                "https://ossci-datasets.s3.amazonaws.com/mnist/",
                "mnist",
                ("f68b3c2dcbeaaa9fbdd348bbdeb94873", 9_912_422),
                ("d53e105ee54ea40749a09fcbcd1e9432", 28_881),
                ("9fb629c4189551a2d022fa330f9573f3", 1_648_877),
                ("ec29112dd5afa0611ce80d1b7f02629c", 4_542)
            ),
            "fashion-mnist" => Idx(
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                "fashion-mnist",
                ("8d4fb7e6c68d591d4c3dfef9ec88bf0d", 26_421_880),
                ("25c81989df183df01b3e8a0aad5dffbe", 29_515),
                ("bef4ecab320f06d8554ea6380940ec79", 4_422_102),
                ("bb300cfdad3c16e7a12a480ee83cd310", 5_148)
            ),
            "cifar10" =>
            [
                new(
                    "cifar-10-binary.tar.gz",
                    new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                    "c32a1d4ab5d03f1284b67883e8d87530",
                    Size: 170_052_171
                ),
            ],
            "cifar100" =>
            [
                new(
                    "cifar-100-binary.tar.gz",
                    new Uri("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"),
                    "03b5dce01913d631647c71ecec9e9cb8",
                    Size: 168_513_733
                ),
            ],
            _ => throw new ArgumentException(
                $"Only mnist, fashion-mnist, cifar10 and cifar100 can be downloaded, but {dataset} was asked for.",
                nameof(dataset)
            ),
        };

    private static PublishedFile[] Idx(string address, string folder, params (string Md5, long Size)[] sums)
    {
        string[] names =
        [
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz",
        ];
        return [.. names.Zip(sums, (name, sum) => new PublishedFile(name, new Uri(new Uri(address), name), sum.Md5, folder, sum.Size))];
    }

    private static string CheckedName(string name) =>
        IsName(name)
            ? name
            : throw new ArgumentException($"Name must be a file's name without a folder, but was \"{name}\".", nameof(Name));

    private static Uri CheckedAddress(Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? address
            : throw new ArgumentException($"Address must be an http or https address, but was {address}.", nameof(Address));

    private static string CheckedMd5(string md5) =>
        md5 is { Length: Md5Digits } && md5.All(char.IsAsciiHexDigit)
            ? md5.ToLowerInvariant()
            : throw new ArgumentException($"Md5 must be {Md5Digits} hexadecimal digits, but was \"{md5}\".", nameof(Md5));

    private static string CheckedFolder(string folder) =>
        folder is "" || (folder is not null && folder.Split('/').All(IsName))
            ? folder
            : throw new ArgumentException($"Folder must lie under the data root, but was \"{folder}\".", nameof(Folder));

    private static long? CheckedSize(long? size) =>
        size is null or > 0
            ? size
            : throw new ArgumentException(FormattableString.Invariant($"Size must be at least 1 byte, but was {size}."), nameof(Size));

    // On every system, since a data root may move from one to another.
    private static bool IsName(string? name) =>
        name is { Length: > 0 } and not ("." or "..") && !name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c));
}
