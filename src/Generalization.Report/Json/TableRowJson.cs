namespace Generalization.Report.Json;

internal sealed record TableRowJson(
    string Label,
    string Metric,
    double? Paper,
    double? Ours,
    int N,
    double? Spread,
    string? Scale,
    string Status
);
