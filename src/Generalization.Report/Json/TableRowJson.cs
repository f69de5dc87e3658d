using System.Text.Json;
using System.Text.Json.Serialization;

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
