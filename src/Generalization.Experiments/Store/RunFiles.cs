using System.Text;
using System.Text.Json;
using Generalization.Files;

namespace Generalization.Experiments.Store;

/// <summary>The files of one run.</summary>
internal sealed record RunFiles(string Folder)
{
    private const int MostBytes = 1 << 26;

    public string Experiment => Path.Combine(Folder, "experiment.json");

    public string History => Path.Combine(Folder, "history.jsonl");

    public string HistoryExport => Path.Combine(Folder, "history.csv");

    public string Result => Path.Combine(Folder, "result.json");

    /// <summary>Where a kernel regression keeps what it has accumulated.</summary>
    public string Accumulation => Path.Combine(Folder, "accumulation");

    /// <summary>Where an experiment of many trainings keeps those that are done.</summary>
    public string Parts => Path.Combine(Folder, "parts");

    /// <summary>Whether an unfinished run goes on from somewhere.</summary>
    public bool HasCheckpoint =>
        Directory.Exists(Folder)
        && (
            Directory.EnumerateFiles(Folder, "checkpoint*.safetensors").Any()
            || (Directory.Exists(Accumulation) && Directory.EnumerateFiles(Accumulation, "*.bin").Any())
            || (Directory.Exists(Parts) && Directory.EnumerateFileSystemEntries(Parts).Any())
        );

    /// <summary>The result; null where there is none.</summary>
    /// <exception cref="RunStoreException">The file is not this experiment's result, or cannot be read.</exception>
    public RunResult? ReadResult(Experiment experiment)
    {
        string text;
        try
        {
            text = RegularFile.ReadText(Result, MostBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException e)
        {
            // A folder or a pipe of its name, or a file that is not the reader's.
            throw new RunStoreException($"{Result} must be a file that can be read, but is not ({e.Message}).", e);
        }

        try
        {
            var result = ResultFile.Parse(text, experiment.Kind);
            return result.Experiment.Id == experiment.Id
                ? result
                : throw new RunStoreException(
                    $"{Result} must be of experiment {experiment.Id}, but is of {result.Experiment.Id}; "
                        + "remove it to run the experiment again."
                );
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or NotSupportedException
                        or ArgumentException
                        or FormatException
                        or InvalidOperationException
                        or OverflowException
            )
        {
            throw new RunStoreException(
                $"{Result} must be the whole result of an experiment, but is not "
                    + $"({e.Message}); remove it to run the experiment again.",
                e
            );
        }
    }

    /// <summary>Before a run begins, refuses it when something lies in the place of a file that it will read or write: a folder or
    /// a pipe there would end it hours later.</summary>
    /// <exception cref="RunStoreException">There is one; the sentence names it.</exception>
    public void Check()
    {
        try
        {
            foreach (var path in (string[])[Experiment, History, Result])
                RegularFile.Check(path);
            if (Directory.Exists(Folder))
                foreach (var path in Directory.EnumerateFileSystemEntries(Folder, "checkpoint*.safetensors*"))
                    RegularFile.Check(path);
        }
        catch (IOException e)
        {
            throw new RunStoreException(e.Message, e) { IsOfOneRun = true };
        }
    }

    /// <summary>Writes a text aside, to the disk, then puts it in place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <param name="owner">The lease's number, so that two owners write aside apart.</param>
    /// <param name="overwrite">Whether one that is there is replaced.</param>
    public static void Write(string path, string text, int owner, bool overwrite) =>
        WholeFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)), PartOf(path, owner), overwrite);

    public static string PartOf(string path, int owner) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}.{owner:D6}.part");

    /// <summary>Removes a result and the history that led to it, so that the experiment is run again.</summary>
    public void RemoveResult()
    {
        File.Delete(History);
        File.Delete(Result);
    }

    /// <summary>Removes what only an unfinished run needs; what cannot be removed now is the next time.</summary>
    public void RemoveCheckpoints()
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(Folder, "checkpoint*").Concat(Directory.EnumerateFiles(Folder, "*.part")))
                File.Delete(file);
            foreach (var folder in (string[])[Accumulation, Parts])
                if (Directory.Exists(folder))
                    Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }
}
