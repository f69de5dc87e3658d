using System.Diagnostics;

namespace Generalization.Measures.Audits;

/// <summary>What each question's trainings took.</summary>
internal sealed class AuditCosts
{
    private readonly Dictionary<AuditQuestion, (int Trainings, double Seconds)> costs = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();

    public int Trainings => costs.Values.Sum(c => c.Trainings);

    public double Seconds => clock.Elapsed.TotalSeconds;

    public T Of<T>(AuditQuestion question, int trainings, Func<T> work)
    {
        var begin = Seconds;
        var result = work();
        var (before, seconds) = costs.GetValueOrDefault(question);
        costs[question] = (before + trainings, seconds + Seconds - begin);
        return result;
    }

    public AuditAnswer On(AuditAnswer answer)
    {
        var (trainings, seconds) = costs.GetValueOrDefault(answer.Question);
        return answer with { Trainings = trainings, Seconds = seconds };
    }
}
