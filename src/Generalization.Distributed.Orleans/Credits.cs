namespace Generalization.Distributed.Orleans;

/// <summary>How many blocks a worker may have under way: what the silos' answers last said. Orleans' own queue has no bound.</summary>
internal sealed class Credits(int first)
{
    private readonly Queue<TaskCompletionSource> waiting = [];
    private readonly Lock gate = new();
    private int most = first,
        used;

    public async Task Take()
    {
        TaskCompletionSource turn;
        lock (gate)
        {
            if (used < most)
            {
                used++;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
        }

        await turn.Task;
    }

    /// <summary>One is back, with the number that may be under way; null where no answer came.</summary>
    public void GiveBack(int? granted)
    {
        lock (gate)
        {
            most = Math.Max(1, granted ?? most);
            used--;
            while (used < most && waiting.TryDequeue(out var turn))
            {
                used++;
                turn.SetResult();
            }
        }
    }
}
