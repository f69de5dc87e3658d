namespace Generalization.Data.Cifar;

/// <summary>The files of one form of a data set, by their publisher's names.</summary>
internal sealed record CifarFiles(string Archive, string Folder, string[] Train, string Test)
{
    public IEnumerable<string> All => Train.Append(Test);
}
