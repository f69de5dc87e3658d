using System.Runtime.InteropServices;
using Generalization.Identity;
using static TorchSharp.torch;

namespace Generalization.Torch;

/// <summary>Runs a part that a caller wrote: what libtorch refuses there is a sentence with the part's name, without a stack of C++
/// functions.</summary>
public static class CallersPart
{
    /// <summary>What the part gives.</summary>
    /// <param name="what">The part, for the sentence: "network".</param>
    /// <param name="work">Runs it.</param>
    /// <exception cref="FaultyPartException">It gives null, or libtorch refuses what it asks for.</exception>
    public static Tensor Run(string what, Func<Tensor?> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return work() ?? throw new FaultyPartException($"The {what} must give a tensor, but gave null.");
        }
        catch (ExternalException e) when (TorchErrors.IsOfTorch(e) && !TorchErrors.IsOutOfMemory(e) && !TorchErrors.IsOfDevice(e))
        {
            throw new FaultyPartException($"The {what} asks libtorch for what it refuses ({TorchErrors.FirstLine(e)}); correct it.", e);
        }
    }
}
