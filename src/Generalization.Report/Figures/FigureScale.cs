namespace Generalization.Report.Figures;

/// <summary>What a figure may hold together: runs on the same images.</summary>
internal sealed record FigureScale(string Dataset, int? Train, int? Test);
