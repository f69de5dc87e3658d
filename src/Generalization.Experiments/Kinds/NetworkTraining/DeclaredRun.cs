using System.Globalization;
using System.Text;
using System.Text.Json;
using Generalization.Training.Observers;

namespace Generalization.Experiments.Kinds.NetworkTraining;

internal sealed record DeclaredRun(string Corruption, ulong Seed, TrainingDeclaration? Declaration);
