using System.Globalization;
using Generalization.Files;
using Generalization.Kernels.Functions;

namespace Generalization.Kernels.Regression;

/// <summary>A known kernel in a file's words.</summary>
internal static class KernelDescription
{
    public static Dictionary<string, string> Of(Kernel kernel)
    {
        if (!KnownKernels.Names.Contains(kernel.Name) || kernel.GetType().Assembly != typeof(Kernel).Assembly)
            throw new ArgumentException(
                $"A file can describe the kernels {string.Join(", ", KnownKernels.Names)} alone, but this one is "
                    + $"{kernel.GetType().Name}.",
                nameof(kernel)
            );
        var words = new Dictionary<string, string> { ["kernel"] = kernel.Name };
        if (KnownKernels.GammaOf(kernel) is { } gamma)
            words["gamma"] = gamma.ToString("R", CultureInfo.InvariantCulture);
        if (kernel is PolynomialKernel p)
            (words["degree"], words["offset"]) = (
                p.Degree.ToString(CultureInfo.InvariantCulture),
                p.Offset.ToString("R", CultureInfo.InvariantCulture)
            );
        if (kernel is ArcCosineKernel a)
            words["degree"] = a.Order.ToString(CultureInfo.InvariantCulture);
        return words;
    }

    public static Kernel Read(string path, IReadOnlyDictionary<string, string> words)
    {
        try
        {
            return KnownKernels.Named(
                words.GetValueOrDefault("kernel", ""),
                Number("gamma", 0.02),
                words.ContainsKey("degree") ? Whole("degree") : null,
                Number("offset", 1)
            );
        }
        catch (ArgumentException e)
        {
            throw new SafeTensorsFormatException(path, "describe a kernel", $"it does not: {e.Message}", e);
        }

        double Number(string name, double otherwise) =>
            !words.TryGetValue(name, out var text) ? otherwise
            : InvariantText.TryRead<double>(text, out var value) ? value
            : throw new ArgumentException($"{name} must be a number, but was {text}.");

        int Whole(string name) =>
            InvariantText.TryRead<int>(words[name], out var value)
                ? value
                : throw new ArgumentException($"{name} must be a whole number, but was {words[name]}.");
    }
}
