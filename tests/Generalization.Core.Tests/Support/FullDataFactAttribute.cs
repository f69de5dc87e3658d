namespace Generalization.Tests.Support;

/// <summary>A test on a whole published data set, taken from the folder in GENERALIZATION_DATA; without it, skipped with this
/// reason.</summary>
public sealed class FullDataFactAttribute : FactAttribute
{
    public FullDataFactAttribute(string folder)
    {
        if (!Directory.Exists(Path.Combine(Root, folder)))
            Skip = $"needs the full data: GENERALIZATION_DATA must name a folder that holds {folder}";
    }

    public static string Root => Environment.GetEnvironmentVariable("GENERALIZATION_DATA") ?? "";
}
