namespace Generalization.Data.Download;

/// <summary>A file that a publisher offers, with the checksum that it states.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Address">Where it lies.</param>
/// <param name="Md5">Its MD5, 32 hexadecimal digits: the only checksum that these publishers state.</param>
/// <param name="Folder">The folder under the data root that it belongs in; empty for the root itself.</param>
public sealed record PublishedFile(string Name, Uri Address, string Md5, string Folder = "")
{
    /// <summary>The files of a data set.</summary>
    /// <param name="dataset">mnist, fashion-mnist, cifar10 or cifar100.</param>
    /// <exception cref="ArgumentException">The data set has no files to download.</exception>
    public static IReadOnlyList<PublishedFile> Of(string dataset) =>
        dataset switch
        {
            "mnist" => Idx(
                "https://ossci-datasets.s3.amazonaws.com/mnist/",
                "mnist",
                "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                "d53e105ee54ea40749a09fcbcd1e9432",
                "9fb629c4189551a2d022fa330f9573f3",
                "ec29112dd5afa0611ce80d1b7f02629c"
            ),
            "fashion-mnist" => Idx(
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                "fashion-mnist",
                "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                "25c81989df183df01b3e8a0aad5dffbe",
                "bef4ecab320f06d8554ea6380940ec79",
                "bb300cfdad3c16e7a12a480ee83cd310"
            ),
            "cifar10" =>
            [
                new(
                    "cifar-10-binary.tar.gz",
                    new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                    "c32a1d4ab5d03f1284b67883e8d87530"
                ),
            ],
            "cifar100" =>
            [
                new(
                    "cifar-100-binary.tar.gz",
                    new Uri("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"),
                    "03b5dce01913d631647c71ecec9e9cb8"
                ),
            ],
            _ => throw new ArgumentException(
                $"Only mnist, fashion-mnist, cifar10 and cifar100 can be downloaded, but {dataset} was asked for.",
                nameof(dataset)
            ),
        };

    private static PublishedFile[] Idx(string address, string folder, params string[] md5)
    {
        string[] names =
        [
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz",
        ];
        return [.. names.Zip(md5, (name, sum) => new PublishedFile(name, new Uri(new Uri(address), name), sum, folder))];
    }
}
