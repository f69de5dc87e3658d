using Generalization.Randomness;

namespace Generalization.Samples;

/// <summary>Kills and pauses members at random times, by a seed, and starts those again that were killed.</summary>
internal sealed class Chaos(LocalProcesses processes, ulong seed, int count, Action<string> said)
{
    private RandomStream draws = new RandomKey(seed, RandomPurpose.Custom).Stream(0);

    public int Done { get; private set; }

    /// <summary>Goes on until all is done, or the training has ended.</summary>
    public async Task Run(CancellationToken ended)
    {
        try
        {
            await RunAll(ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // A training may be over first.
        }
    }

    private async Task RunAll(CancellationToken token)
    {
        while (Done < count)
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + 4 * draws.NextDouble()), token);
            var names = processes.Names.Order(StringComparer.Ordinal).ToArray();
            var name = names[draws.NextInt32(names.Length)];
            var pause = draws.NextInt32(2) == 0;
            var seconds = 1 + 8 * draws.NextDouble();
            Done++;
            said(
                $"{(pause ? "pauses" : "kills")} {name} for {seconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} s"
            );
            try
            {
                if (pause)
                    processes.Pause(name);
                else
                    processes.Kill(name);
                await Task.Delay(TimeSpan.FromSeconds(seconds), token);
            }
            finally
            {
                if (pause)
                    processes.GoOn(name);
            }

            if (!pause)
                processes.StartAgain(name);
        }
    }
}
