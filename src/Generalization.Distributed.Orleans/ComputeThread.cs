using System.Collections.Concurrent;

namespace Generalization.Distributed.Orleans;

/// <summary>A thread of its own for libtorch: each thread that computes would have a pool of others.</summary>
internal sealed class ComputeThread : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly Thread thread;

    public ComputeThread(int torchThreads)
    {
        thread = new Thread(() =>
        {
            if (torchThreads > 0)
                TorchSharp.torch.set_num_threads(torchThreads);
            foreach (var action in work.GetConsumingEnumerable())
                action();
        })
        {
            IsBackground = true,
            Name = "worker",
        };
        thread.Start();
    }

    public Task<T> Run<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    public void Dispose()
    {
        work.CompleteAdding();
        thread.Join();
        work.Dispose();
    }
}
