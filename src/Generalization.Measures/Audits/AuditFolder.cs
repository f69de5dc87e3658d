using System.Text.Json;
using Generalization.Data;
using Generalization.Files;
using Generalization.Learning;
using Generalization.Measures.Probabilities;
using Generalization.Measures.Subsets;

namespace Generalization.Measures.Audits;

/// <summary>What an audit has done so far, in files, each written whole as soon as it is done: a stopped audit goes on from them.</summary>
/// <remarks>The first file says what is audited, with which learner, judge, data and seed; a folder of another audit is refused.</remarks>
internal sealed class AuditFolder
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly string? path;

    /// <exception cref="ArgumentException">The learner, or a judge that may make folds, has no words.</exception>
    /// <exception cref="IOException">It cannot be written to, or is of another audit.</exception>
    public AuditFolder(Audit audit, ILearner learner, TrainTestData data)
    {
        path = audit.Folder;
        if (path is null)
            return;
        Writable.CheckFolder(path, "The folder of an audit");
        Words = audit.LearnerWords ?? LearnerWords.Of(learner, data.Train, $"{nameof(Audit)}.{nameof(Audit.LearnerWords)}");
        var identity = FormattableString.Invariant(
            $"learner: {learner.Name}\n{Words}\ntraining data: {data.Train.ContentHash}\ntest data: {data.Test.ContentHash}\n"
        );
        identity += FormattableString.Invariant($"seed: {audit.Seed}\nfolds: {audit.Folds}\n");
        var before = identity;
        var judging = audit.Judge is null ? null : JudgeWords(audit, audit.Judge, data.Train);
        if (judging is not null)
            identity += $"judge: {audit.Judge!.Name}\n{judging}\n";
        // A judge without words makes no folds, and reads none of those that another one has left.
        var anyJudge = audit.Judge is not null && judging is null;
        var file = Path.Combine(path, "audit.txt");
        // A folder of an earlier version does not say its judge. What the judge has made are folds; without such it may be this one.
        if (!File.Exists(file) || (File.ReadAllText(file) == before && Read<CrossValidationFold>("fold").Count == 0))
            WholeFile.Write(file, identity);
        else if (
            File.ReadAllText(file) is var kept
            && kept != identity
            && !(anyJudge && kept.StartsWith(before + "judge: ", StringComparison.Ordinal))
        )
            throw new IOException(
                $"The folder of an audit must be of the same learner, judge, data and seed, but {path} differs in "
                    + $"\"{FirstDifference(kept, identity)}\". Name another folder."
            );
    }

    /// <summary>The learner's words; null without a folder.</summary>
    public string? Words { get; }

    /// <summary>A folder in it; null where there is none.</summary>
    public string? Of(string name) => path is null ? null : Path.Combine(path, name);

    /// <summary>What is kept under a name and a number.</summary>
    /// <exception cref="IOException">A file is damaged.</exception>
    public List<T> Read<T>(string name)
    {
        if (path is null)
            return [];
        var kept = new List<T>();
        foreach (var file in Directory.EnumerateFiles(path, name + "-*.json").Order(StringComparer.Ordinal))
            try
            {
                kept.Add(JsonSerializer.Deserialize<T>(File.ReadAllText(file), Json) ?? throw new JsonException("It is null."));
            }
            catch (JsonException e)
            {
                throw new IOException($"A part of an audit must be whole, but {file} is damaged: {e.Message} Remove it.", e);
            }

        return kept;
    }

    /// <summary>Keeps a part that is done.</summary>
    public void Write<T>(string name, int number, T part)
    {
        if (path is not null)
            WholeFile.Write(
                Path.Combine(path, FormattableString.Invariant($"{name}-{number:D4}.json")),
                JsonSerializer.Serialize(part, Json)
            );
    }

    // What a judge makes and the folder keeps are folds; where it makes none, it need not be told from another.
    private static string? JudgeWords(Audit audit, ILearner judge, Dataset train)
    {
        if (audit.JudgeWords is { } given)
            return given;
        try
        {
            return LearnerWords.Of(judge, train, $"{nameof(Audit)}.{nameof(Audit.JudgeWords)}");
        }
        catch (ArgumentException) when (!audit.MayMakeFolds(judge))
        {
            return null;
        }
    }

    private static string FirstDifference(string kept, string wanted) =>
        wanted.Split('\n').Except(kept.Split('\n')).Concat(kept.Split('\n').Except(wanted.Split('\n'))).FirstOrDefault()
        ?? "the order of its lines";
}
