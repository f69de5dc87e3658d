using System.Diagnostics;
using System.Globalization;
using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.ImageNet;
using Generalization.Imaging.Stores;
using Generalization.Inputs;
using Generalization.Randomness;
using Generalization.Torch;

namespace Generalization.Benchmarks;

/// <summary>Pictures as they are trained on: crops of JPEGs of 500×375 to 299×299, beside Pillow doing the same; the index of many
/// files.</summary>
internal static class PicturesBenchmark
{
    private const int Pictures = 120,
        Rounds = 5,
        Files = 100_000;

    public static void Run() =>
        InFolder(folder =>
        {
            Crops(folder);
            Workers(folder);
        });

    /// <summary>The index of many small files, and the memory of an epoch of them.</summary>
    public static void RunIndex() => InFolder(Index);

    private static void InFolder(Action<string> work)
    {
        var folder = Directory.CreateTempSubdirectory("pictures").FullName;
        try
        {
            work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Crops(string folder)
    {
        var options = new SmallImageNetOptions
        {
            Classes = 10,
            TrainPerClass = Pictures / 10,
            Size = (375, 500),
            Quality = 96,
        };
        var jpegs = SmallImageNet.Pictures(DatasetSplit.Train, options).Select(p => p.Jpeg).ToArray();
        var store = new MemoryStore(jpegs);
        var source = new PictureSource(
            store,
            [.. Enumerable.Range(0, Pictures).Select(i => (uint)i)],
            DatasetSplit.Train,
            PictureView.Distorted()
        );
        var bytes = new PictureSource(
            store,
            [.. Enumerable.Range(0, Pictures).Select(i => (uint)i)],
            DatasetSplit.Train,
            PictureView.Distorted() with
            {
                Type = PixelType.UInt8,
            }
        );
        var (training, evaluation) = (Rate(source.InEpoch(1, 1)), Rate(source));
        var (trainingBytes, evaluationBytes) = (Rate(bytes.InEpoch(1, 1)), Rate(bytes));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\n{Pictures} JPEGs of 500×375, {jpegs.Average(j => j.Length) / 1e3:F0} kB each, to 299×299 "
                    + $"on one core, images a second:\n"
            )
        );
        Console.WriteLine("| | float32 | uint8 | Pillow, smoothed | Pillow, not smoothed | float32 / Pillow |\n|---|---|---|---|---|---|");
        var pillow = Pillow(Path.Combine(folder, "jpegs"), jpegs);
        Line("training crops", training, trainingBytes, pillow?[0]);
        Line("evaluation crops", evaluation, evaluationBytes, pillow?[1]);
    }

    private static void Line(string what, double floats, double bytes, double[]? pillow) =>
        Console.WriteLine(
            pillow is [var smoothed, var direct]
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {what} | {floats:F0} | {bytes:F0} | {smoothed:F0} | {direct:F0} | "
                        + $"{floats / smoothed:F2}× and {floats / direct:F2}× |"
                )
                : FormattableString.Invariant($"| {what} | {floats:F0} | {bytes:F0} | no Pillow here | | |")
        );

    private static double Rate(IPixelSource source)
    {
        var image = new byte[source.ImageBytes];
        var seconds = Measure.InTurn(
            Rounds,
            () =>
            {
                for (var i = 0; i < source.Count; i++)
                    source.Read([i], image);
            }
        )[0];
        return source.Count / seconds.Min();
    }

    // Rates of training and evaluation, each smoothed and not; null where there is no Pillow.
    private static double[][]? Pillow(string folder, byte[][] jpegs)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < jpegs.Length; i++)
            File.WriteAllBytes(Path.Combine(folder, FormattableString.Invariant($"{i:D4}.jpg")), jpegs[i]);
        var boxes = Enumerable
            .Range(0, jpegs.Length)
            .Select(i =>
            {
                var random = DatasetSplit.Train.Key(1, RandomPurpose.PictureBox).Stream(i, 1);
                return new DistortedBox().Draw(375, 500, ref random);
            })
            .Concat(Enumerable.Repeat(PictureView.Central().Central(375, 500), jpegs.Length));
        File.WriteAllLines(
            Path.Combine(folder, "boxes.txt"),
            boxes.Select(b => FormattableString.Invariant($"{b.Left} {b.Top} {b.Width} {b.Height}"))
        );
        var python = Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";
        var script = Path.Combine("benchmarks", "pictures.py");
        if (!File.Exists(python) || !File.Exists(script))
            return null;
        using var process = Process.Start(new ProcessStartInfo(python, [script, folder]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. lines.Select(l => l.Split(' ')[1..].Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray())]
            : null;
    }

    private static void Workers(string folder)
    {
        // As the samples do: a batch is 34 MB, which the system would give and take each time.
        TorchRuntime.KeepFreedMemory();
        var own = Path.Combine(folder, "workers");
        SmallImageNet.Write(
            own,
            ImageNetLayout.Folders,
            new SmallImageNetOptions
            {
                Classes = 4,
                TrainPerClass = 128,
                ValidationPerClass = 1,
                Size = (375, 500),
                Quality = 96,
            }
        );
        var data = ImageNetFolder.Open(own, new ImageNetOptions { View = PictureView.Distorted() }).Data.Train;
        double Seconds(int threads)
        {
            using var batches = InputPipeline.Inception.Batches(data, 1, ahead: new ReadAhead(threads, 4));
            var clock = Stopwatch.StartNew();
            foreach (var batch in batches.Epoch(1, 32))
                batch.Dispose();
            return clock.Elapsed.TotalSeconds;
        }

        // Reading alone: who enumerates batches makes inputs of them, and takes a processor too.
        double Read(int threads)
        {
            var (clock, pixels) = (Stopwatch.StartNew(), data.Pixels.InEpoch(1, 1));
            var readers = Enumerable.Range(0, threads).Select(t => new Thread(() => Every(pixels, t, threads))).ToArray();
            foreach (var reader in readers)
                reader.Start();
            foreach (var reader in readers)
                reader.Join();
            return clock.Elapsed.TotalSeconds;
        }

        Read(2);
        var (alone, both) = (Math.Min(Read(1), Read(1)), Math.Min(Read(2), Read(2)));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\nTraining crops: {data.Count / alone:F0} images/s read by one thread, {data.Count / both:F0} by two, {alone / both:F2}×."
            )
        );
        Seconds(2);
        var (one, two) = (Math.Min(Seconds(1), Seconds(1)), Math.Min(Seconds(2), Seconds(2)));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\nBatches of 32 training crops: {data.Count / one:F0} images/s with one worker, "
                    + $"{data.Count / two:F0} with two, {one / two:F2}×."
            )
        );
    }

    private static void Every(IPixelSource pixels, int first, int step)
    {
        var image = new byte[pixels.ImageBytes];
        for (var i = first; i < pixels.Count; i += step)
            pixels.Read([i], image);
    }

    private static void Index(string folder)
    {
        var own = Path.Combine(folder, "many");
        byte[] small = [.. SmallImageNet.Pictures(DatasetSplit.Train, new() { LeastSide = 8, MostSide = 8 }).First().Jpeg];
        foreach (var (split, each) in new[] { ("train", Files / 1000), ("val", 1) })
            for (var c = 0; c < 1000; c++)
            {
                var below = Path.Combine(own, split, SmallImageNet.IdOf(c));
                Directory.CreateDirectory(below);
                for (var i = 0; i < each; i++)
                    File.WriteAllBytes(Path.Combine(below, FormattableString.Invariant($"{SmallImageNet.IdOf(c)}_{i}.JPEG")), small);
            }

        double Seconds()
        {
            var clock = Stopwatch.StartNew();
            ImageNetFolder.Open(own);
            return clock.Elapsed.TotalSeconds;
        }

        var firsts = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            File.Delete(Path.Combine(own, ".pictures.index"));
            firsts.Add(Seconds());
        }

        var again = Enumerable.Range(0, 3).Min(_ => Seconds());
        Console.WriteLine(
            FormattableString.Invariant($"\nIndex of {Files:N0} files in 1,000 folders: {firsts.Min():F2} s first, {again:F2} s again.")
        );
        var few = Path.Combine(folder, "few");
        foreach (var split in new[] { "train", "val" })
            for (var c = 0; c < 1000; c++)
            {
                Directory.CreateDirectory(Path.Combine(few, split, SmallImageNet.IdOf(c)));
                File.Copy(
                    Path.Combine(own, split, SmallImageNet.IdOf(c), $"{SmallImageNet.IdOf(c)}_0.JPEG"),
                    Path.Combine(few, split, SmallImageNet.IdOf(c), $"{SmallImageNet.IdOf(c)}_0.JPEG")
                );
            }

        // An epoch of few is short, and a process takes more memory in its first hundreds of steps: as many steps tell both apart.
        var (peakOfFew, peakOfEpochs, peakOfMany) = (Peak(few, 1), Peak(few, Files / 1000), Peak(own, 1));
        Console.WriteLine(
            FormattableString.Invariant($"\nPeak memory: {peakOfFew / 1e6:F0} MB of an epoch of 1,000 pictures, ")
                + FormattableString.Invariant($"{peakOfEpochs / 1e6:F0} MB of {Files / 1000} such epochs, ")
                + FormattableString.Invariant($"{peakOfMany / 1e6:F0} MB of one of {Files:N0}: ")
                + FormattableString.Invariant($"{peakOfMany / peakOfFew:F2}× and {peakOfMany / peakOfEpochs:F2}×.")
        );
    }

    private static double Peak(string folder, int epochs)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(PicturesBenchmark).Assembly.Location);
        start.ArgumentList.Add("pictures-worker");
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add(epochs.ToString(CultureInfo.InvariantCulture));
        // As samples/ImageNet has it: 4 MiB, which .NET reads as hexadecimal.
        start.Environment["DOTNET_GCGen0MaxBudget"] = "0x400000";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var process = Process.Start(start)!;
        var peak = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(peak, CultureInfo.InvariantCulture);
    }

    /// <summary>Epochs of a folder, and then the most memory that this process had, in bytes.</summary>
    public static void Work(string folder, int epochs)
    {
        var data = ImageNetFolder.Open(folder, new ImageNetOptions { View = PictureView.Distorted(64) }).Data.Train;
        using (var batches = InputPipeline.InceptionTraining().Batches(data, 1))
            for (var epoch = 1; epoch <= epochs; epoch++)
                foreach (var batch in batches.Epoch(epoch, 32))
                    batch.Dispose();
        using var own = Process.GetCurrentProcess();
        Console.WriteLine(own.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
    }

    private sealed class MemoryStore(byte[][] jpegs) : IPictureStore
    {
        public int Count => jpegs.Length;

        public string NameOf(int picture) => $"picture {picture}";

        public string StemOf(int picture) => $"{picture}";

        public int LengthOf(int picture) => jpegs[picture].Length;

        public void Read(int picture, Span<byte> target) => jpegs[picture].CopyTo(target);
    }
}
