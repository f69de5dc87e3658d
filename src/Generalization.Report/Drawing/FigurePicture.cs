namespace Generalization.Report.Drawing;

/// <summary>A figure drawn for light and for dark pages.</summary>
internal sealed record FigurePicture(Figure Figure, byte[] Light, byte[] Dark)
{
    /// <summary>Draws it.</summary>
    public static FigurePicture Of(Figure figure) => new(figure, FigureImage.Png(figure), FigureImage.Png(figure, dark: true));

    /// <summary>Draws it to stand beside others.</summary>
    public static FigurePicture SmallOf(Figure figure) =>
        new(figure, FigureImage.SmallPng(figure), FigureImage.SmallPng(figure, dark: true));
}
