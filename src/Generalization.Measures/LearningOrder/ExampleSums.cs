using System.Collections.Immutable;
using Generalization.Data;
using Generalization.Torch;
using Generalization.Training.Observers;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Measures.LearningOrder;

/// <summary>The running sums over the presentations of each example, on the device.</summary>
internal sealed class ExampleSums : IDisposable
{
    private const string TrueHits = "true-hits";

    private readonly Tensor seen,
        rights,
        forgettings,
        firstLearned,
        wasRight,
        margins,
        probabilities,
        squares; // (N) each

    // The labels as they were read, which of them were changed, and which of the changed were given theirs in this epoch; (N) each.
    private readonly Tensor trueLabels,
        changed,
        wasTrue;
    private readonly Tensor lowest; // (1, 1), less than every output
    private readonly int changedCount;
    private Tensor trueHits; // (epochs), int64

    public ExampleSums(Dataset train, Device device)
    {
        using var scope = NewDisposeScope();
        Tensor Zeros(ScalarType type) => zeros(train.Count, type, device).DetachFromDisposeScope();
        seen = Zeros(ScalarType.Int32);
        rights = Zeros(ScalarType.Int32);
        forgettings = Zeros(ScalarType.Int32);
        firstLearned = Zeros(ScalarType.Int32);
        wasRight = Zeros(ScalarType.Bool);
        margins = Zeros(ScalarType.Float64);
        probabilities = Zeros(ScalarType.Float64);
        squares = Zeros(ScalarType.Float64);
        wasTrue = Zeros(ScalarType.Bool);
        trueLabels = tensor(train.TrueLabels.ToArray()).to(device).DetachFromDisposeScope();
        changed = trueLabels.ne(tensor(train.Labels.ToArray()).to(device)).DetachFromDisposeScope();
        lowest = tensor(new[] { float.NegativeInfinity }, [1, 1]).to(device).DetachFromDisposeScope();
        trueHits = zeros(0, ScalarType.Int64, device).DetachFromDisposeScope();
        changedCount = train.ChangedCount;
    }

    public IReadOnlyDictionary<string, Tensor> State =>
        new Dictionary<string, Tensor>
        {
            ["seen"] = seen,
            ["rights"] = rights,
            ["forgettings"] = forgettings,
            ["first-learned"] = firstLearned,
            ["was-right"] = wasRight,
            ["margins"] = margins,
            ["probabilities"] = probabilities,
            ["squares"] = squares,
            ["was-true"] = wasTrue,
            [TrueHits] = trueHits,
        };

    public void Add(ObservedBatch batch)
    {
        var (at, outputs, right) = (batch.Batch.Positions, batch.Outputs, batch.Correct); // (n), (n, k), (n)
        var label = batch.Batch.Labels.unsqueeze(1); // (n, 1)
        var own = outputs.gather(1, label); // (n, 1)
        var other = outputs.scatter(1, label, lowest.expand(batch.Batch.Count, 1)).amax([1], keepdim: true); // (n, 1)
        Increase(margins, at, own.to(ScalarType.Float64).Plus(other.to(ScalarType.Float64), -1).squeeze(1));
        Increase(seen, at, ones(batch.Batch.Count, ScalarType.Int32, outputs.device));
        Increase(rights, at, right.to(ScalarType.Int32));
        var before = wasRight.index_select(0, at);
        Increase(forgettings, at, before.logical_and(right.logical_not()).to(ScalarType.Int32));
        wasRight.index_copy_(0, at, right);
        var first = firstLearned.index_select(0, at);
        firstLearned.index_copy_(0, at, where(first.IsEqualTo(0).logical_and(right), batch.Batch.Epoch, first).to(ScalarType.Int32));
        // Welford's sums: a spread of 1e-6 around 1 would drown in the rounding of squares.
        var p = nn.functional.softmax(outputs.to(ScalarType.Float64), 1).gather(1, label).squeeze(1); // (n)
        var mean = probabilities.index_select(0, at);
        var step = p.Plus(mean, -1);
        var next = mean.Plus(step.div(seen.index_select(0, at)));
        probabilities.index_copy_(0, at, next);
        Increase(squares, at, step.mul(p.Plus(next, -1)));
        wasTrue.index_copy_(0, at, outputs.argmax(1).eq(trueLabels.index_select(0, at)));
    }

    /// <summary>Closes the epoch's point of the curve of changed examples.</summary>
    public void EndEpoch()
    {
        var hits = wasTrue.logical_and(changed).sum().reshape(1);
        Replace(cat([trueHits, hits], 0));
    }

    /// <summary>Takes over kept sums, from any device.</summary>
    public void Take(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (var (name, value) in State)
            if (name != TrueHits)
                value.copy_(state[name]);
        Replace(state[TrueHits].to(trueHits.device).clone());
    }

    public LearnedExamples Read()
    {
        int[] counts = Host<int>(seen),
            rightCounts = Host<int>(rights);
        double[] sums = Host<double>(margins),
            means = Host<double>(probabilities),
            spreads = Host<double>(squares);
        ImmutableArray<double> OfSeen(Func<int, double> value) =>
            [.. Enumerable.Range(0, counts.Length).Select(i => counts[i] == 0 ? double.NaN : value(i))];
        return new LearnedExamples
        {
            Presentations = [.. counts],
            ForgettingEvents = [.. Host<int>(forgettings)],
            FirstLearned = [.. Host<int>(firstLearned)],
            AreaUnderMargin = OfSeen(i => sums[i] / counts[i]),
            MeanProbability = OfSeen(i => means[i]),
            ProbabilityDeviation = OfSeen(i => Math.Sqrt(spreads[i] / counts[i])),
            Correctness = OfSeen(i => (double)rightCounts[i] / counts[i]),
            ChangedAsTrue = changedCount == 0 ? [] : [.. Host<long>(trueHits).Select(hits => (double)hits / changedCount)],
        };
    }

    public void Dispose()
    {
        foreach (var value in State.Values)
            value.Dispose();
        trueLabels.Dispose();
        changed.Dispose();
        lowest.Dispose();
    }

    private static void Increase(Tensor sums, Tensor at, Tensor by) => sums.index_copy_(0, at, sums.index_select(0, at).Plus(by));

    private static T[] Host<T>(Tensor values)
        where T : unmanaged => values.cpu().data<T>().ToArray();

    private void Replace(Tensor hits)
    {
        trueHits.Dispose();
        trueHits = hits.DetachFromDisposeScope();
    }
}
