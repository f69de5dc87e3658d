namespace Generalization.Imaging.Indexing;

/// <summary>What pictures lie in.</summary>
internal enum PlaceKind : byte
{
    /// <summary>A folder, of which each picture is a file.</summary>
    Folder,

    /// <summary>A file that holds pictures as they are, each from an offset on.</summary>
    Archive,

    /// <summary>A Parquet file whose row groups hold pictures: the offset is a group's number times 2³² and the row's in it.</summary>
    Parquet,
}
