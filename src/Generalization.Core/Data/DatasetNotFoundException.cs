namespace Generalization.Data;

/// <summary>A data set's folder or one of its files is not there.</summary>
public sealed class DatasetNotFoundException : IOException
{
    internal DatasetNotFoundException(string path, string wanted)
        : base(
            $"{Path.GetDirectoryName(Path.GetFullPath(path))} has no {wanted}. Name the folder that holds "
                + "the data set as its publisher lays it out."
        ) => MissingPath = path;

    /// <summary>The file that was looked for.</summary>
    public string MissingPath { get; }
}
