using System.Collections.Immutable;
using System.Globalization;
using Generalization.Data;

namespace Generalization.Imaging;

/// <summary>What a folder of pictures gave.</summary>
/// <param name="Data">Training and test set.</param>
/// <param name="PassedOver">The files that were not read, by reason.</param>
public sealed record ImageFolderContent(TrainTestData Data, ImmutableArray<PassedOver> PassedOver)
{
    /// <summary>How many files were passed over.</summary>
    public int PassedOverCount => PassedOver.Sum(p => p.Files);

    /// <summary>A sentence or two: how many pictures were read, and how many files were not and why.</summary>
    public string Describe()
    {
        var read = FormattableString.Invariant(
            $"{Data.Train.Count} training and {Data.Test.Count} test pictures of {Data.ClassCount} classes were read."
        );
        return PassedOver.IsEmpty
            ? read
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{read} {PassedOverCount} {(PassedOverCount == 1 ? "file was" : "files were")} passed over: "
                    + $"{string.Join("; ", PassedOver.Select(Words))}."
            );
    }

    private static string Words(PassedOver some) =>
        FormattableString.Invariant($"{some.Files} {some.Reason}, {(some.Files == 1 ? "" : "for example ")}{some.Example}");
}
