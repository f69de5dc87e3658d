namespace Generalization.Models.ImageNet;

/// <summary>A convolution of Inception V3 with its normalization, as a line of a table.</summary>
/// <param name="Name">torchvision's name.</param>
/// <param name="Outputs">The channels that come out.</param>
/// <param name="Rows">The kernel's rows.</param>
/// <param name="Columns">The kernel's columns.</param>
/// <param name="Stride">The stride. Default: 1.</param>
/// <param name="Padded">Whether as many zeros are around the image as keep its size. Default: true.</param>
internal sealed record UnitShape(string Name, int Outputs, int Rows, int Columns, int Stride = 1, bool Padded = true)
{
    /// <summary>A square kernel, padded.</summary>
    public static UnitShape Square(string name, int outputs, int size) => new(name, outputs, size, size);

    /// <summary>A 3×3 kernel at stride 2 over whole windows alone.</summary>
    public static UnitShape Halving(string name, int outputs) => new(name, outputs, 3, 3, 2, Padded: false);

    /// <summary>The rows or columns that come of so many.</summary>
    public int SizeOf(int size, int kernel) => Padded ? size : (size - kernel) / Stride + 1;

    /// <summary>The weights, with one channel's shift and, perhaps, scale.</summary>
    public long ParametersOf(int inputs, bool scale) => (long)inputs * Outputs * Rows * Columns + (scale ? 2L : 1) * Outputs;
}
