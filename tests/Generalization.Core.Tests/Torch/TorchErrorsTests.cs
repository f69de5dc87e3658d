using System.Runtime.InteropServices;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Tests.Torch;

public class TorchErrorsTests
{
    [Fact]
    public void What_libtorch_says_is_its_first_line_without_a_stack()
    {
        var error = Record.Exception(() =>
        {
            using var scope = NewDisposeScope();
            _ = zeros(2, 3).mm(zeros(2, 3));
        })!;
        error.Message.Should().Contain("\n");
        TorchErrors.IsOfTorch(error).Should().BeTrue();
        TorchErrors.FirstLine(error).Should().Be("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)");
        (TorchErrors.IsOutOfMemory(error), TorchErrors.IsOfDevice(error)).Should().Be((false, false));
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB.", true, false)]
    [InlineData("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.", true, false)]
    [InlineData("CUDA error: an illegal memory access was encountered", false, true)]
    [InlineData("CUDA error: out of memory", true, false)]
    [InlineData("expected scalar type Float but found Double", false, false)]
    public void Memory_and_devices_are_told_from_the_rest(string said, bool isMemory, bool isDevice)
    {
        var error = new ExternalException(said);
        (TorchErrors.IsOutOfMemory(error), TorchErrors.IsOfDevice(error)).Should().Be((isMemory, isDevice));
    }

    [Fact]
    public void Memory_that_there_is_not_is_such_an_error() =>
        TorchErrors.IsOutOfMemory(Record.Exception(() => empty(1L << 50))!).Should().BeTrue();

    [Fact]
    public void Other_errors_of_the_system_are_none_of_libtorchs() =>
        TorchErrors.IsOfTorch(new System.ComponentModel.Win32Exception(2)).Should().BeFalse();
}
