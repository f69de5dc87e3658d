using System.Text;

namespace Generalization.Imaging.Indexing;

/// <summary>The pictures of a split, class after class and by stem within one: some tens of bytes for each, however many there
/// are.</summary>
internal sealed record PictureList
{
    /// <summary>The folders and archives.</summary>
    public required PicturePlace[] Places { get; init; }

    /// <summary>Each picture's place.</summary>
    public required int[] PlaceOf { get; init; }

    /// <summary>All names in UTF-8, one after another: name i ends at <see cref="NameEnds"/>[i].</summary>
    public required byte[] Names { get; init; }

    /// <summary>Where each name ends.</summary>
    public required int[] NameEnds { get; init; }

    /// <summary>Where each picture begins in its archive; none where all are files of their own.</summary>
    public required long[] Offsets { get; init; }

    /// <summary>Each picture's length in bytes.</summary>
    public required int[] Lengths { get; init; }

    /// <summary>Each picture's class.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Each picture's key.</summary>
    public required uint[] Keys { get; init; }

    /// <summary>The number of pictures.</summary>
    public int Count => PlaceOf.Length;

    /// <summary>A list of pictures that were found in any order.</summary>
    /// <param name="places">The places.</param>
    /// <param name="found">The pictures.</param>
    public static PictureList Of(IReadOnlyList<PicturePlace> places, List<ListedPicture> found)
    {
        var pictures = found.ToArray();
        Array.Sort(pictures, Compare);
        var names = new MemoryStream();
        var ends = new int[pictures.Length];
        for (var i = 0; i < pictures.Length; i++)
        {
            names.Write(Encoding.UTF8.GetBytes(pictures[i].Name));
            ends[i] = checked((int)names.Length);
        }

        return new()
        {
            Places = [.. places],
            PlaceOf = Array.ConvertAll(pictures, p => p.Place),
            Names = names.ToArray(),
            NameEnds = ends,
            Offsets = Array.Exists(pictures, p => p.Offset != 0) ? Array.ConvertAll(pictures, p => p.Offset) : [],
            Lengths = Array.ConvertAll(pictures, p => p.Length),
            Labels = Array.ConvertAll(pictures, p => p.Label),
            Keys = PictureKeys.Of(
                Array.ConvertAll(pictures, p => p.Stem),
                Array.ConvertAll(pictures, p => FormattableString.Invariant($"{p.Label}/{p.Name}"))
            ),
        };
    }

    /// <summary>A picture's file name.</summary>
    public string NameOf(int picture)
    {
        var begin = picture == 0 ? 0 : NameEnds[picture - 1];
        return Encoding.UTF8.GetString(Names, begin, NameEnds[picture] - begin);
    }

    /// <summary>Where a picture begins in its archive, in bytes; 0 for a file of its own.</summary>
    public long OffsetOf(int picture) => Offsets.Length == 0 ? 0 : Offsets[picture];

    /// <summary>The list without some of its pictures; the keys of the others stay.</summary>
    public PictureList Without(IReadOnlySet<int> left)
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(i => !left.Contains(i))];
        var names = kept.Select(i => Encoding.UTF8.GetBytes(NameOf(i))).ToArray();
        var ends = new int[kept.Length];
        for (var i = 0; i < kept.Length; i++)
            ends[i] = names[i].Length + (i == 0 ? 0 : ends[i - 1]);
        return this with
        {
            PlaceOf = Pick(PlaceOf),
            Names = [.. names.SelectMany(n => n)],
            NameEnds = ends,
            Offsets = Offsets.Length == 0 ? [] : Pick(Offsets),
            Lengths = Pick(Lengths),
            Labels = Pick(Labels),
            Keys = Pick(Keys),
        };

        T[] Pick<T>(T[] all) => Array.ConvertAll(kept, i => all[i]);
    }

    private static int Compare(ListedPicture a, ListedPicture b) =>
        a.Label != b.Label ? a.Label.CompareTo(b.Label)
        : string.CompareOrdinal(a.Stem, b.Stem) is var c and not 0 ? c
        : string.CompareOrdinal(a.Name, b.Name);
}
