namespace Generalization.Models.ImageNet;

/// <summary>Which Inception V3: those that were published differ in small things.</summary>
/// <remarks>A value outside its range throws <see cref="ArgumentOutOfRangeException"/> where it is set.</remarks>
public sealed record InceptionV3Options
{
    /// <summary>TensorFlow-slim's, which the paper trained: shifts alone, dropout as an experiment says it.</summary>
    public static InceptionV3Options Slim { get; } = new();

    /// <summary>torchvision's: scale and shift, and a mean that counts the zeros around an image. Its published weights load into
    /// it.</summary>
    public static InceptionV3Options Torchvision { get; } = new() { Scale = true, CountsPadding = true };

    /// <summary>Whether normalizations have a learned scale besides the shift, 17,216 parameters and 896 of the auxiliary head. Default:
    /// false, as in slim.</summary>
    public bool Scale { get; init; }

    /// <summary>Whether the mean over 3×3 neighbours counts the zeros around an image. Default: false, as in TensorFlow.</summary>
    public bool CountsPadding { get; init; }

    /// <summary>Whether there is an auxiliary head where the input is large enough for it: 299×299 and above. Default: true.</summary>
    public bool Auxiliary { get; init; } = true;

    /// <summary>The probability that one of the 2,048 means before the linear layer is dropped in training, in [0, 1). Default: 0, no
    /// dropout layer; slim's keeps 0.8, which is 0.2 here.</summary>
    public double Dropout
    {
        get;
        init => field = Within(value, nameof(Dropout));
    }

    /// <summary>How slowly the normalizations' running averages follow: d, in [0, 1), and at most (1 + t) / (10 + t) at step t, from 0, so
    /// that evaluation is right from the beginning and on small training sets. Default: 0.9997, slim's.</summary>
    public double RunningDecay
    {
        get;
        init => field = Within(value, nameof(RunningDecay));
    } = 0.9997;

    private static double Within(double value, string name) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} must lie in [0, 1), but was {value}."));
}
