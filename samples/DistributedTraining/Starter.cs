namespace Generalization.Samples;

/// <summary>The process that started this one as a member of its cluster, if any did.</summary>
internal static class Starter
{
    /// <summary>The environment variable by which a starter says that it holds this process's standard input.</summary>
    public const string Variable = "GENERALIZATION_STARTED_BY_ANOTHER";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A token that is cancelled with another one, and where the starter ends, however it does: then the input closes.</summary>
    public static CancellationToken Until(CancellationToken token)
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            return token;
        var ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        new Thread(() =>
        {
            while (Console.In.Read() >= 0) { }
            ended.Cancel();
            // A silo says farewell, and would wait for the answer of a membership that has ended too.
            Thread.Sleep(Patience);
            Environment.Exit(1);
        })
        {
            IsBackground = true,
        }.Start();
        return ended.Token;
    }
}
