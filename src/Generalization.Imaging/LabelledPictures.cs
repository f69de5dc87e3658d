namespace Generalization.Imaging;

/// <summary>The pictures of a split and their classes.</summary>
internal sealed class LabelledPictures
{
    /// <summary>The files.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Their labels.</summary>
    public List<long> Labels { get; } = [];

    /// <summary>Adds pictures of a class.</summary>
    public void Add(IEnumerable<string> files, int label)
    {
        var before = Files.Count;
        Files.AddRange(files);
        Labels.AddRange(Enumerable.Repeat((long)label, Files.Count - before));
    }
}
