using Generalization.Torch;
using TorchSharp;

namespace Generalization.Tests.Torch;

public class TorchBackendTests
{
    [Fact]
    public void Windows_has_a_sentence_of_its_own() =>
        new TorchBackendException(new DllNotFoundException("No such library.\n   at nothing"), onWindows: true)
            .Message.Should()
            .Be(
                "libtorch could not be loaded: TorchSharp 0.107.0 does not load on Windows "
                    + "(https://github.com/dotnet/TorchSharp/issues/1567). "
                    + "Use Linux, macOS or the Windows Subsystem for Linux. The loader said: No such library."
            );

    [Fact]
    public void The_sentence_names_the_version_that_is_referenced() =>
        typeof(torch)
            .Assembly.GetName()
            .Version!.ToString(3)
            .Should()
            .Be("0.107.0", "else the sentence for Windows is to be looked at anew");

    [Fact]
    public void The_CPU_is_there() => TorchBackend.Cpu.type.Should().Be(DeviceType.CPU);
}
