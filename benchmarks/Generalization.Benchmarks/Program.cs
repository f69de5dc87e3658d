using Generalization.Benchmarks;
using Generalization.Models;

// Each part prints a Markdown table; every ratio is of two things measured in turn, in this one process or, for steps, each in a process of
// its own.
if (args is ["worker", .. var work])
{
    StepBenchmark.Work(work);
    return 0;
}

if (args is ["pictures-worker", var pictures, var epochs])
{
    PicturesBenchmark.Work(pictures, int.Parse(epochs, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

(string Name, Action Run)[] parts =
[
    ("steps", () => StepBenchmark.Run([.. args.Where(PaperModels.Cifar10Names.Contains)])),
    ("roofline", RooflineBenchmark.Run),
    ("side-by-side", SideBySideBenchmark.Run),
    ("inception-v3", () => InceptionBenchmark.Run(75, 32, 3, 3)),
    ("inception-v3-299", () => InceptionBenchmark.Run(299, 8, 1, 3)),
    ("training", TrainingBenchmark.Run),
    ("corruption", CorruptionBenchmark.Run),
    ("reading", ReadingBenchmark.Run),
    ("augmentation", AugmentationBenchmark.Run),
    ("pictures", PicturesBenchmark.Run),
    ("pictures-index", PicturesBenchmark.RunIndex),
    ("finite-sample", FiniteSampleBenchmark.Run),
    ("leave-one-out", LeaveOneOutBenchmark.Run),
    ("subset-trainings", SubsetBenchmark.Run),
];
var unknown = args.FirstOrDefault(a => parts.All(p => p.Name != a) && !PaperModels.Cifar10Names.Contains(a));
if (unknown is not null)
{
    Console.Error.WriteLine($"A part must be one of {string.Join(", ", parts.Select(p => p.Name))}, but was {unknown}.");
    return 2;
}

foreach (var (name, run) in parts)
    if (args.Length == 0 || args.Contains(name))
        run();
return 0;
