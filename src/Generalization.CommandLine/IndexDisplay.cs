using System.Globalization;
using Generalization.Imaging.Indexing;

namespace Generalization.CommandLine;

/// <summary>Shows how far the indexing of a folder of pictures is: a live line on a terminal, nothing elsewhere.</summary>
public static class IndexDisplay
{
    /// <summary>Indexes and shows it.</summary>
    /// <param name="quiet">Whether to show nothing.</param>
    /// <param name="work">The work, given where to report to.</param>
    public static T Show<T>(bool quiet, Func<IProgress<IndexProgress>, T> work) =>
        LiveDisplay.Show(quiet, "Looking at the pictures", work, Words, _ => null);

    private static string Words(IndexProgress at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.Doing}: {at.Pictures:N0}")
        + (at.Of is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all:N0} pictures") : " pictures");
}
