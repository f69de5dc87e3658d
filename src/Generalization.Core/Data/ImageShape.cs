namespace Generalization.Data;

/// <summary>The shape of one image: channels, height, width, in that order in memory.</summary>
/// <param name="Channels">Channels, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <inheritdoc cref="ImageShape(int, int, int)" path="/param[@name='Channels']"/>
    public int Channels { get; } = Positive(Channels, nameof(Channels));

    /// <inheritdoc cref="ImageShape(int, int, int)" path="/param[@name='Height']"/>
    public int Height { get; } = Positive(Height, nameof(Height));

    /// <inheritdoc cref="ImageShape(int, int, int)" path="/param[@name='Width']"/>
    public int Width { get; } = Positive(Width, nameof(Width));

    /// <summary>Height · width.</summary>
    public int Positions => Height * Width;

    /// <summary>Channels · height · width.</summary>
    public int Size => Channels * Positions;

    /// <summary>For example 3×32×32.</summary>
    public override string ToString() => $"{Channels}×{Height}×{Width}";

    private static int Positive(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1, but was {value}.");
}
