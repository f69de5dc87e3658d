using System.Runtime.ExceptionServices;
using Generalization.Data;

namespace Generalization.Inputs;

/// <summary>Reads the pixels of one batch after the other on threads of its own, a bounded number of batches ahead, and gives them in
/// order.</summary>
internal sealed class PixelsAhead : IDisposable
{
    private const int ImagesAtOnce = 16;

    private readonly IPixelSource source;
    private readonly ReadOnlyMemory<long>[] batches;
    private readonly CancellationTokenSource stop;
    private readonly SemaphoreSlim room;
    private readonly Thread[] threads;
    private readonly object gate = new();

    // By batch: the pixels, or what went wrong; both empty while it is not read.
    private readonly byte[]?[] pixels;

    // Arrays that were taken and given back: memory of megabytes is not made anew for each batch.
    private readonly Stack<byte[]> free = new();
    private ExceptionDispatchInfo? failure;
    private int next;

    public PixelsAhead(IPixelSource source, ReadOnlyMemory<long>[] batches, ReadAhead ahead, CancellationToken token)
    {
        foreach (var batch in batches)
            if ((long)batch.Length * source.ImageBytes > Array.MaxLength)
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"A batch must have at most {Array.MaxLength:N0} bytes of pixels, but {batch.Length:N0} images "
                    )
                        + FormattableString.Invariant($"of {source.Shape} {source.Type} have {(long)batch.Length * source.ImageBytes:N0}; ")
                        + "take smaller batches.",
                    nameof(batches)
                );
        (this.source, this.batches, pixels) = (source, batches, new byte[batches.Length][]);
        stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        room = new SemaphoreSlim(ahead.Batches);
        threads = new Thread[Math.Min(ahead.Threads, Math.Max(1, batches.Length))];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work) { IsBackground = true, Name = $"pixels ahead {i}" };
            threads[i].Start();
        }
    }

    /// <summary>The pixels of a batch, each of which is taken once, in order; the array may be longer than they are.</summary>
    public byte[] Take(int batch)
    {
        byte[] taken;
        using var wake = stop.Token.Register(Wake);
        lock (gate)
        {
            while (pixels[batch] is null && failure is null && !stop.IsCancellationRequested)
                Monitor.Wait(gate);
            if (pixels[batch] is null)
            {
                failure?.Throw();
                stop.Token.ThrowIfCancellationRequested();
            }

            taken = pixels[batch]!;
            pixels[batch] = null;
        }

        room.Release();
        return taken;
    }

    /// <summary>Gives an array back that was taken, to be read into again.</summary>
    public void GiveBack(byte[] taken)
    {
        lock (gate)
            free.Push(taken);
    }

    /// <summary>Ends the threads and waits until they have ended.</summary>
    public void Dispose()
    {
        stop.Cancel();
        foreach (var thread in threads)
            thread.Join();
        stop.Dispose();
        room.Dispose();
    }

    private void Work()
    {
        try
        {
            while (true)
            {
                room.Wait(stop.Token);
                var batch = Interlocked.Increment(ref next) - 1;
                if (batch >= batches.Length)
                    return;
                var read = Read(batches[batch].Span);
                lock (gate)
                {
                    pixels[batch] = read;
                    Monitor.PulseAll(gate);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        catch (Exception e)
        {
            lock (gate)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
                Monitor.PulseAll(gate);
            }
        }
    }

    private byte[] Read(ReadOnlySpan<long> batch)
    {
        var positions = new int[batch.Length];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = (int)batch[i];
        var bytes = positions.Length * source.ImageBytes;
        var values = Free(bytes) ?? GC.AllocateUninitializedArray<byte>(bytes);
        for (int first = 0, some; first < positions.Length; first += some)
        {
            // Some images at a time: whoever cancels does not wait for a large batch.
            stop.Token.ThrowIfCancellationRequested();
            some = source.IsResident ? positions.Length : Math.Min(ImagesAtOnce, positions.Length - first);
            source.Read(positions.AsSpan(first, some), values.AsSpan(first * source.ImageBytes, some * source.ImageBytes));
        }

        return values;
    }

    private byte[]? Free(int bytes)
    {
        lock (gate)
            return free.TryPop(out var array) && array.Length >= bytes ? array : null;
    }

    private void Wake()
    {
        lock (gate)
            Monitor.PulseAll(gate);
    }
}
