namespace Generalization.Data.Idx;

/// <summary>EMNIST: handwritten letters and digits, 1×28×28, in six selections of its own.</summary>
/// <remarks>
/// <para>"byclass" (62 classes), "bymerge" and "balanced" (47: letters whose small form looks like the large one are merged), "letters"
/// (26, large and small together), "digits" and "mnist" (10).</para>
/// <para>The files hold each image with rows and columns exchanged; they are read upright, as MNIST's are. The labels of "letters" begin
/// with 1 in the files and with 0 here. Source: Cohen et al., "EMNIST: an extension of MNIST to handwritten letters", 2017.</para>
/// </remarks>
public static class Emnist
{
    private const string Digits = "0123456789",
        Large = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        Small = "abcdefghijklmnopqrstuvwxyz",
        SmallApart = "abdefghnqrt";

    /// <summary>The names of the six selections.</summary>
    public static IReadOnlyList<string> Selections { get; } = ["balanced", "byclass", "bymerge", "digits", "letters", "mnist"];

    /// <summary>The classes of a selection: the characters.</summary>
    /// <param name="selection">One of <see cref="Selections"/>.</param>
    /// <exception cref="ArgumentException">The selection is another.</exception>
    public static IReadOnlyList<string> ClassNames(string selection) =>
        [
            .. (
                selection switch
                {
                    "byclass" => Digits + Large + Small,
                    "bymerge" or "balanced" => Digits + Large + SmallApart,
                    "letters" => Small,
                    "digits" or "mnist" => Digits,
                    _ => throw new ArgumentException(
                        $"EMNIST's selection must be one of {string.Join(", ", Selections)}, but was {selection}.",
                        nameof(selection)
                    ),
                }
            ).Select(c => c.ToString()),
        ];

    /// <summary>Reads training and test set of a selection: emnist-letters-train-images-idx3-ubyte and so on, each plain or .gz.</summary>
    /// <param name="folder">The folder of the files, or a root that holds it as emnist, emnist/gzip, gzip, or torchvision's
    /// EMNIST/raw.</param>
    /// <param name="selection">One of <see cref="Selections"/>.</param>
    /// <exception cref="ArgumentException">The selection is another.</exception>
    /// <inheritdoc cref="IdxDataset.Load" path="/*[self::returns or self::exception]"/>
    public static TrainTestData Load(string folder, string selection) =>
        new IdxForm($"emnist-{selection}", ClassNames(selection), "emnist", "emnist/gzip", "gzip", "EMNIST/raw", "raw")
        {
            OwnNames = true,
            FirstLabel = selection == "letters" ? 1 : 0,
            IsTransposed = true,
        }.Load(folder);
}
