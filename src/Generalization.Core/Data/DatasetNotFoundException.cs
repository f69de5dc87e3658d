namespace Generalization.Data;

/// <summary>A data set's folder or one of its files is not there.</summary>
public sealed class DatasetNotFoundException : IOException
{
    private const string NameFolder = "Name the folder that holds the data set as its publisher lays it out.";

    /// <summary>What is not there.</summary>
    /// <param name="path">The file that was looked for.</param>
    /// <param name="wanted">What its folder should have.</param>
    /// <param name="remedy">What to do, a sentence. Default: to name the folder that holds the data set as its publisher lays it
    /// out.</param>
    public DatasetNotFoundException(string path, string wanted, string remedy = NameFolder)
        : base($"{Path.GetDirectoryName(Path.GetFullPath(path))} has no {wanted}. {remedy}") => MissingPath = path;

    /// <summary>The file that was looked for.</summary>
    public string MissingPath { get; }
}
