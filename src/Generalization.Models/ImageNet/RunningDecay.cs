namespace Generalization.Models.ImageNet;

/// <summary>How slowly the running averages of a network's normalizations follow: d, and at most (1 + t) / (10 + t) at step t, from
/// 0.</summary>
/// <param name="most">d, in [0, 1).</param>
internal sealed class RunningDecay(double most)
{
    /// <summary>d.</summary>
    public double Most => most;

    /// <summary>Training passes so far, the current one among them.</summary>
    public long Steps { get; set; }

    /// <summary>The decay of the current pass.</summary>
    public double Current => Math.Min(most, (double)Math.Max(1, Steps) / (9 + Math.Max(1, Steps)));
}
