using Generalization.Benchmarks;

// Each part prints a Markdown table; every ratio is of two things measured in turn in this one process.
(string Name, Action Run)[] parts =
[
    ("training", TrainingBenchmark.Run), ("corruption", CorruptionBenchmark.Run), ("reading", ReadingBenchmark.Run),
    ("augmentation", AugmentationBenchmark.Run), ("finite-sample", FiniteSampleBenchmark.Run), ("side-by-side", SideBySideBenchmark.Run),
];
var unknown = args.FirstOrDefault(a => parts.All(p => p.Name != a));
if (unknown is not null)
{
    Console.Error.WriteLine($"A part must be one of {string.Join(", ", parts.Select(p => p.Name))}, but was {unknown}.");
    return 2;
}

foreach (var (name, run) in parts)
    if (args.Length == 0 || args.Contains(name)) run();
return 0;
