using System.Runtime.Intrinsics.X86;

namespace Generalization.Tests.Models.Layers;

/// <summary>A theory about passes that need AVX-512, skipped with that reason where the processor has none.</summary>
internal sealed class Avx512TheoryAttribute : TheoryAttribute
{
    public Avx512TheoryAttribute()
    {
        if (!Avx512BW.IsSupported)
            Skip = "Not run: this processor has no AVX-512, without which libtorch's own operators are used.";
    }
}
