using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Generalization.Torch;

/// <summary>Runs loops of our own on libtorch's own threads.</summary>
/// <remarks>libtorch's threads wait for its next operation awake, each on a processor. Threads of another pool would have to share the
/// processors with them. Where libtorch's pool is not GNU OpenMP's (Windows, macOS), the loop runs on the tasks of .NET.</remarks>
public static unsafe class TorchThreads
{
    private static readonly Lazy<OpenMp?> Pool = new(OpenMp.Find);

    /// <summary>Runs a loop; each thread takes one contiguous part of it.</summary>
    /// <param name="count">The number of its turns, at least 0.</param>
    /// <param name="body">A turn, given its number; turns run at the same time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static void For(int count, Action<int> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(body);
        TorchBackend.EnsureLoaded();
        var threads = Math.Min(torch.get_num_threads(), count);
        if (threads <= 1)
            for (var i = 0; i < count; i++)
                body(i);
        else if (Pool.Value is { } pool)
            pool.Run(new Loop(count, body), threads);
        else
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
    }

    private sealed class Loop(int count, Action<int> body)
    {
        private ExceptionDispatchInfo? failure;

        public void RunPart(int part, int parts)
        {
            try
            {
                var end = (int)((long)count * (part + 1) / parts);
                for (var i = (int)((long)count * part / parts); i < end; i++)
                    body(i);
            }
            catch (Exception e)
            {
                // No exception may pass through libtorch's threads.
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }

        public void Complete() => failure?.Throw();
    }

    private sealed class OpenMp(nint parallel, nint number, nint count)
    {
        private readonly delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> parallel = (delegate* unmanaged<
            delegate* unmanaged<nint, void>,
            nint,
            uint,
            uint,
            void>)parallel;

        private readonly delegate* unmanaged<int> number = (delegate* unmanaged<int>)number,
            count = (delegate* unmanaged<int>)count;

        // libtorch brings its own copy, whose file name holds a hash; another copy would be another pool.
        public static OpenMp? Find()
        {
            if (!OperatingSystem.IsLinux())
                return null;
            var modules = Process.GetCurrentProcess().Modules.Cast<ProcessModule>().ToArray();
            var folder = modules
                .Where(m => m.ModuleName.StartsWith("libtorch_cpu", StringComparison.Ordinal))
                .Select(m => Path.GetDirectoryName(m.FileName))
                .FirstOrDefault();
            var file = modules.FirstOrDefault(m =>
                m.ModuleName.StartsWith("libgomp", StringComparison.Ordinal) && Path.GetDirectoryName(m.FileName) == folder
            );
            return
                file is not null
                && NativeLibrary.TryLoad(file.FileName, out var library)
                && NativeLibrary.TryGetExport(library, "GOMP_parallel", out var parallel)
                && NativeLibrary.TryGetExport(library, "omp_get_thread_num", out var number)
                && NativeLibrary.TryGetExport(library, "omp_get_num_threads", out var count)
                ? new OpenMp(parallel, number, count)
                : null;
        }

        public void Run(Loop loop, int threads)
        {
            var handle = GCHandle.Alloc(loop);
            try
            {
                parallel(&RunPart, GCHandle.ToIntPtr(handle), (uint)threads, 0);
            }
            finally
            {
                handle.Free();
            }

            loop.Complete();
        }

        [UnmanagedCallersOnly]
        private static void RunPart(nint loop)
        {
            var pool = Pool.Value!;
            ((Loop)GCHandle.FromIntPtr(loop).Target!).RunPart(pool.number(), pool.count());
        }
    }
}
