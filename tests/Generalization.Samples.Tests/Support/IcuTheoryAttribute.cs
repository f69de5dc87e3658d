using System.Runtime.InteropServices;

namespace Generalization.Tests.Support;

/// <summary>A test that needs ICU, without which .NET knows no culture.</summary>
internal sealed class IcuTheoryAttribute : TheoryAttribute
{
    private const int Oldest = 50,
        Newest = 99;

    public IcuTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "Not run: the culture of a process is set by its environment on Linux alone.";
        else if (!Enumerable.Range(Oldest, Newest - Oldest + 1).Any(Has))
            Skip = "Not run: ICU is not installed, without which .NET knows no culture (on Debian 12: apt-get install libicu72).";
    }

    private static bool Has(int version)
    {
        if (!NativeLibrary.TryLoad($"libicuuc.so.{version}", out var library))
            return false;
        NativeLibrary.Free(library);
        return true;
    }
}
