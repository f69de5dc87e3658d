namespace Generalization.Training.Checkpoints;

/// <summary>The right of one training alone to a folder of checkpoints: ends with it, and with its process.</summary>
/// <remarks>It is a lock of the operating system on a file in the folder, which is gone with the lock where the training ends by itself. A
/// shared file system must have such locks.</remarks>
internal sealed class CheckpointLock : IDisposable
{
    private readonly FileStream file;

    public CheckpointLock(string folder)
    {
        var path = Path.Combine(folder, "checkpoint.lock");
        try
        {
            Directory.CreateDirectory(folder);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException && !File.Exists(path)))
        {
            throw new CheckpointException(
                folder,
                "be a folder that can be written to",
                $"it is not ({e.Message})",
                "Choose another folder.",
                e
            );
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new CheckpointException(
                folder,
                "be of one training at a time",
                "another one, in this process or another, is at work there",
                "Wait until it has ended, or choose another folder.",
                e
            );
        }
    }

    public void Dispose() => file.Dispose();
}
