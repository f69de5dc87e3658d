using System.Collections.Immutable;
using Generalization.Experiments;

namespace Generalization.Tests.Support;

/// <summary>A kind of another package: it adds numbers.</summary>
internal sealed class SumKind : ExperimentKind<SumExperiment, SumResult>
{
    private SumKind()
        : base("sum", "sum") { }

    public static SumKind Instance { get; } = new();

    public override ImmutableArray<RunColumn> Columns => [new("sum", r => r.Result?.Numbers is SumResult s ? s.Sum : null)];

    protected override SumExperiment Standard => new();

    protected override ExperimentNames NamesOf(SumExperiment experiment) => new(null);

    protected override ExperimentSize SizeOf(SumExperiment experiment, SumResult? result) => new(null, 2, null);

    protected override string Describe(SumExperiment experiment) => $"{experiment.A} + {experiment.B}";

    protected override string Describe(SumResult result) => $"the sum is {result.Sum}";

    protected override KindOutcome Run(SumExperiment experiment, IExperimentContext context)
    {
        if (experiment.A == 13)
            throw new InvalidDataException("A must not be 13, but was.");
        return new KindOutcome(new SumResult(experiment.A + experiment.B));
    }

    public override bool WouldRepeat(Exception error) => error is InvalidDataException;
}

internal sealed record SumExperiment() : Experiment(SumKind.Instance)
{
    public int A { get; init; } = 1;

    public int B { get; init; } = 2;
}

internal sealed record SumResult(int Sum) : KindResult;
