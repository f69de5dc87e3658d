using System.Diagnostics;
using System.Globalization;
using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Models;
using Generalization.Torch;
using Generalization.Training;
using Generalization.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Benchmarks;

/// <summary>A training step in all its settings, each in a process of its own, the processes in turn: what the allocator does lasts as long
/// as its process.</summary>
internal static class StepBenchmark
{
    private const int BatchSize = 128,
        Rounds = 5;

    // The baseline first, to which the others are compared.
    private static readonly (string Name, string[] Arguments)[] Variants =
    [
        ("bare", ["bare"]),
        ("bare, memory kept", ["bare", "kept"]),
        ("steps", ["steps", "kept"]),
        ("Fit", ["fit", "kept"]),
        ("Fit, evaluating", ["evaluate", "kept"]),
        ("Fit, bfloat16", ["fit", "kept", "bfloat16"]),
    ];

    public static void Run(string[] models)
    {
        Console.WriteLine(
            "\n| model, batch 128 | variant | images/s | against bare | GFLOP/s | of the product |\n|---|---|---|---|---|---|"
        );
        foreach (var model in models.Length > 0 ? models.Select(PaperModels.Named) : PaperModels.Cifar10)
            Run(model);
    }

    /// <summary>What a process of its own does: prints images a second.</summary>
    public static void Work(string[] arguments)
    {
        if (arguments is ["inception", var loop, var size, var count, var timed, .. var rest])
        {
            int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
            var rate = InceptionBenchmark.Work(loop, Number(size), Number(count), Number(timed), rest.Contains("bfloat16"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate:R}"));
            return;
        }

        if (arguments.Contains("kept"))
            TorchRuntime.KeepFreedMemory();
        var model = arguments[0] == "product" ? null : PaperModels.Named(arguments[1]);
        var batch = arguments[0] == "product" ? 0 : int.Parse(arguments[2], CultureInfo.InvariantCulture);
        if (arguments[0] == "product")
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Measure.ProductRate():R}"));
        else
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ImagesPerSecond(arguments[0], model!, batch, arguments):R}"));
    }

    private static void Run(PaperModel model)
    {
        var steps =
            model.Name.StartsWith("mlp", StringComparison.Ordinal) ? 200
            : model.Name == "alexnet" ? 12
            : 4;
        var variants = Variants
            .Where(v => TorchRuntime.HasFastBFloat16 || !v.Arguments.Contains("bfloat16"))
            .Select(v =>
                (
                    v.Name,
                    Measure: new Func<double>(() =>
                        double.Parse(Own([v.Arguments[0], model.Name, $"{steps}", .. v.Arguments[1..]]), CultureInfo.InvariantCulture)
                    )
                )
            )
            .ToList();
        if (PyTorch(model.Name, 1) is not null)
            variants.Add(("PyTorch, bare", () => PyTorch(model.Name, steps)!.Value));
        var images = variants.Select(_ => new double[Rounds]).ToArray();
        var product = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            product[round] = double.Parse(Own(["product"]), CultureInfo.InvariantCulture);
            for (var i = 0; i < variants.Count; i++)
                images[i][round] = variants[i].Measure();
        }

        using var network = model.Create(new ImageShape(3, 28, 28), 10, 0);
        var operations = FloatingPointOperations.OfStep(network, new ImageShape(3, 28, 28));
        for (var i = 0; i < variants.Count; i++)
        {
            var median = Measure.Median(images[i]);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {model.Name} | {variants[i].Name} | {median:F0} | {Measure.Ratio(images[i], images[0]):F2}× | "
                        + $"{operations * median / 1e9:F0} | {operations * Measure.Ratio(images[i], product):F2} |"
                )
            );
        }

        double[] Of(string name) => images[variants.FindIndex(v => v.Name == name)];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {model.Name} | Fit / steps {Measure.Ratio(Of("Fit"), Of("steps")):F3}; evaluating / steps "
                    + $"{Measure.Ratio(Of("Fit, evaluating"), Of("steps")):F3}; float32 product {Measure.Median(product) / 1e9:F0} "
                    + $"GFLOP/s | | | | |"
            )
        );
        if (!TorchRuntime.HasFastBFloat16)
            Console.WriteLine($"| {model.Name} | bfloat16 not measured: this processor has no AVX-512 | | | | |");
        if (!variants.Any(v => v.Name == "PyTorch, bare"))
            Console.WriteLine($"| {model.Name} | PyTorch not measured: no python3 with torch; PYTHON names another | | | | |");
    }

    private static double ImagesPerSecond(string loop, PaperModel model, int steps, string[] words)
    {
        var device = TorchBackend.Device(words.Contains("cuda") ? "cuda" : "cpu");
        TorchRuntime.AllowTf32(words.Contains("tf32"));
        if (words.Contains("deterministic"))
            TorchRuntime.RequireDeterministicConvolutions(true);
        var input = new ImageShape(3, 28, 28);
        var training = model.Training with
        {
            Schedule = new ConstantRate(1e-4),
            Precision = words.Contains("bfloat16") ? Precision.BFloat16 : Precision.Float32,
            Layout = words.Contains("contiguous") ? MemoryLayout.Contiguous : model.Training.Layout,
        };
        using var network = model.Create(input, 10, seed: 0);
        if (loop is "fit" or "evaluate")
            return Fit(network, training, device, steps, loop == "evaluate");
        network.to(device);
        var channelsLast = loop == "steps" && training.Layout == MemoryLayout.ChannelsLast;
        var values = new float[BatchSize * input.Size];
        new Randomness.RandomKey(1, Randomness.RandomPurpose.Custom).Stream(0).FillGaussian(values);
        using var images = Laid(tensor(values, [BatchSize, 3, 28, 28], device: device), channelsLast);
        using var labels = tensor([.. Enumerable.Range(0, BatchSize).Select(i => i % 10L)], device: device);
        if (channelsLast)
            using (no_grad())
                foreach (var weights in network.parameters().Where(p => p.dim() == 4))
                    weights.set_(Laid(weights.detach(), true));
        network.train();
        using var gradients = loop == "steps" ? new Trainer(training, device).GradientFactory(network, training) : null;
        using var update = loop == "steps" ? training.Optimizer.Create(network) : null;
        using var batch = new Batch(arange(BatchSize, ScalarType.Int64, device), new long[BatchSize], 1, images.alias(), labels.alias());
        using var sgd = update is null ? optim.SGD(network.parameters(), 1e-4, 0.9) : null;
        var clock = new Stopwatch();
        // As many steps before as are timed: the first run uncompiled.
        for (var step = -steps; step < steps; step++)
        {
            if (step == 0)
            {
                Finish(device);
                clock.Start();
            }

            using var scope = NewDisposeScope();
            if (update is not null)
            {
                gradients!.Compute(batch);
                update.Run(1e-4);
            }
            else
            {
                sgd!.zero_grad();
                nn.functional.cross_entropy(network.call(images), labels).backward();
                sgd.step();
            }
        }

        Finish(device);
        return BatchSize * steps / clock.Elapsed.TotalSeconds;
    }

    // A GPU is asked for its work long before that is done.
    private static void Finish(Device device)
    {
        if (device.type == DeviceType.CUDA)
            cuda.synchronize();
    }

    // The second epoch: the first warms up, and the third ends with an evaluation of the training set.
    private static double Fit(nn.Module<Tensor, Tensor> network, TrainingOptions training, Device device, int steps, bool evaluate)
    {
        var images = steps * BatchSize;
        // Labels that no network has learned by the second epoch, since a fitted training set is evaluated too.
        var data = new SyntheticImages(new ImageShape(3, 28, 28), 10)
            .Create(images, Math.Max(10, images / 5), seed: 1)
            .Corrupt(new UniformLabelNoise(1), seed: 1);
        var options = training with { Epochs = 3, StopWhen = [], EvaluateTestEvery = evaluate ? 1 : 0, EvaluateTrainingFrom = 1 };
        var epochs = new Trainer(options, device).Fit(network, data, new InputPipeline(new PerImageStandardization()), 0).Epochs;
        // An image of the test set is a third of a step's work.
        var work = images + (evaluate ? data.Test.Count / 3.0 : 0);
        return work / (epochs[1].Seconds - epochs[0].Seconds);
    }

    private static Tensor Laid(Tensor images, bool channelsLast) =>
        channelsLast ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;

    /// <summary>The number that a process of this benchmark's own prints.</summary>
    public static double? Own(string worker, params string[] arguments) =>
        double.Parse(Own([worker, .. arguments]), CultureInfo.InvariantCulture);

    /// <summary>The number that a Python script of the folder prints; null where there is no Python with what it needs.</summary>
    public static double? Python(string script, string[] arguments)
    {
        var path = Path.Combine("benchmarks", script);
        var output = File.Exists(path) ? Output(Environment.GetEnvironmentVariable("PYTHON") ?? "python3", [path, .. arguments]) : null;
        return output is null ? null : double.Parse(output, CultureInfo.InvariantCulture);
    }

    private static string Own(string[] arguments) =>
        Output(
            Environment.ProcessPath!,
            [
                .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
                    ? new[] { typeof(StepBenchmark).Assembly.Location }
                    : [],
                "worker",
                .. arguments,
            ]
        ) ?? throw new InvalidOperationException($"The benchmark's own process failed: {string.Join(' ', arguments)}.");

    private static double? PyTorch(string model, int steps) => Python("pytorch_step.py", [model, $"{steps}"]);

    private static string? Output(string program, string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        var errors = new System.Text.StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
            return output.Trim();
        Console.Error.WriteLine($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.ToString().Trim()}");
        return null;
    }
}
