using Generalization.Kernels.Points;

namespace Generalization.Kernels.Regression;

/// <summary>Points that several models compare with; freed with the last of them.</summary>
internal sealed class SharedPoints(PointSet points)
{
    private int leases;

    public PointSet Points => points;

    public IDisposable Lease()
    {
        Interlocked.Increment(ref leases);
        return new Share(this);
    }

    private sealed class Share(SharedPoints shared) : IDisposable
    {
        private int isReturned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isReturned, 1) == 0 && Interlocked.Decrement(ref shared.leases) == 0)
                shared.Points.Dispose();
        }
    }
}
