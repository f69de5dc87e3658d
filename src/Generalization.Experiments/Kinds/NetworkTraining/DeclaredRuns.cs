using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Generalization.Experiments.Kinds.NetworkTraining;

internal sealed record DeclaredRuns(IReadOnlyList<DeclaredRun> Runs);
