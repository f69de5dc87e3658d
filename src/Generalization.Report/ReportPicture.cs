using System.Collections.Immutable;
using Generalization.Report.Drawing;

namespace Generalization.Report;

/// <summary>A figure drawn for light and for dark pages.</summary>
internal sealed record ReportPicture(Figure Figure, byte[] Light, byte[] Dark);
