using System.Text;
using Generalization.Files;
using Generalization.Tests.Support;

namespace Generalization.Tests.Files;

public sealed class NpyFileTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".npy");

    public void Dispose() => File.Delete(path);

    private string Save(string header, byte[] elements, byte version = 1)
    {
        var text = Encoding.ASCII.GetBytes(header);
        byte[] length = version == 1 ? [(byte)text.Length, (byte)(text.Length >> 8)] : [(byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. elements]);
        return path;
    }

    private string Save(string type, string shape, byte[] elements, string order = "False", byte version = 1) =>
        Save($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': ({shape}), }}\n", elements, version);

    [Theory]
    [InlineData("|b1", "01 00", new[] { 1.0, 0 })]
    [InlineData("|u1", "ff 02", new[] { 255.0, 2 })]
    [InlineData("|i1", "ff 02", new[] { -1.0, 2 })]
    [InlineData("<u2", "ff ff 02 00", new[] { 65535.0, 2 })]
    [InlineData(">i2", "ff fe 00 02", new[] { -2.0, 2 })]
    [InlineData("<u4", "ff ff ff ff 02 00 00 00", new[] { 4294967295.0, 2 })]
    [InlineData("<i4", "ff ff ff ff 02 00 00 00", new[] { -1.0, 2 })]
    [InlineData("<i8", "fe ff ff ff ff ff ff ff 02 00 00 00 00 00 00 00", new[] { -2.0, 2 })]
    [InlineData("<f2", "00 3c 00 b8", new[] { 1.0, -0.5 })]
    [InlineData(">f2", "3c 00 b8 00", new[] { 1.0, -0.5 })]
    [InlineData("<f4", "00 00 80 3f 00 00 00 bf", new[] { 1.0, -0.5 })]
    [InlineData(">f8", "3f f0 00 00 00 00 00 00 bf e0 00 00 00 00 00 00", new[] { 1.0, -0.5 })]
    public void Reads_every_type_in_both_byte_orders(string type, string bytes, double[] expected)
    {
        foreach (byte version in new byte[] { 1, 2, 3 })
            NpyFile
                .Read(Save(type, "2,", Convert.FromHexString(bytes.Replace(" ", "")), version: version))
                .ToDoubles()
                .Should()
                .Equal(expected);
    }

    [Fact]
    public void Fortrans_order_is_turned()
    {
        // [[1, 2, 3], [4, 5, 6]], the first axis together.
        var array = NpyFile.Read(Save("|u1", "2, 3", [1, 4, 2, 5, 3, 6], "True"));
        array.Shape.Should().Equal(2, 3);
        array.ToIntegers().Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Writes_what_it_reads_and_numpys_bytes()
    {
        NpyFile.Write(path, NpyArray.Of([1.5, -2, double.NaN, 0], 2, 2));
        var bytes = File.ReadAllBytes(path);
        (bytes.Length, Encoding.Latin1.GetString(bytes[10..127]).TrimEnd(), bytes[127])
            .Should()
            .Be((128 + 32, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", (byte)'\n'));
        NpyFile.Read(path).ToDoubles().Should().Equal(1.5, -2, double.NaN, 0);

        NpyFile.Write(path, NpyArray.Of(new[] { -1, 7 }, 2));
        Encoding.Latin1.GetString(File.ReadAllBytes(path)).Should().Contain("'shape': (2,), }");
        NpyFile.Read(path).ToIntegers().Should().Equal(-1, 7);
        NpyFile.Write(path, NpyArray.Of(Array.Empty<double>(), 0));
        NpyFile.Read(path).Count.Should().Be(0);
        NpyFile.Write(path, NpyArray.Of(new byte[] { 9 }));
        NpyFile.Read(path).Shape.Should().BeEmpty("it is one number");
    }

    [Theory]
    [InlineData("|O", "2,", 8, "* must hold booleans, integers of 8 to 64 bits or floats of 16 to 64 bits, but its type is |O. *")]
    [InlineData("<U3", "2,", 24, "*but its type is <U3. *")]
    [InlineData("<c8", "2,", 16, "*but its type is <c8. *")]
    [InlineData("<f4", "2,", 7, "* must hold 8 bytes after its header, but 7 follow. Save the array again with numpy.save.")]
    [InlineData("<f4", "2,", 9, "* must hold 8 bytes after its header, but 9 follow. *")]
    [InlineData(
        "<f4",
        "2000000000, 2000000000",
        8,
        "* must hold at most 2147483591 bytes, but its shape is (2000000000, 2000000000) of <f4. *"
    )]
    [InlineData("<f4", "-1,", 4, "* must have a shape of whole numbers, but it is (-1,). *")]
    [InlineData("<f4", "x", 4, "* must have a shape of whole numbers, but it is (x). *")]
    public void Refuses_what_it_cannot_read_in_a_sentence(string type, string shape, int bytes, string sentence) =>
        FluentActions
            .Invoking(() => NpyFile.Read(Save(type, shape, new byte[bytes])))
            .Should()
            .Throw<NpyFormatException>()
            .WithMessage(sentence);

    [Fact]
    public void Refuses_other_files()
    {
        Refuses([], "* must be a .npy file, but it does not begin as one. *");
        Refuses(
            [.. "PK\u0003\u0004"u8, 45, 0, 0, 0, 0],
            "* must be a .npy file, which holds one array, but it is a zip archive, as .npz files of several arrays are. "
                + "Save the array alone with numpy.save."
        );
        Refuses([0x93, .. "NUMPY"u8, 9, 0, 0, 0], "* must be of version 1, 2 or 3 of the format, but it is of 9. *");
        Refuses(
            [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255],
            "* must have a whole header, but it ends before or its header is too long. *"
        );
        Refuses([0x93, .. "NUMPY"u8, 1, 0, 2, 0, .. "{}"u8], "* must say its type, order and shape, but its header is {}. *");
        Save("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", new byte[4]);
        FluentActions
            .Invoking(() => NpyFile.Read(path))
            .Should()
            .Throw<NpyFormatException>()
            .WithMessage("* must hold one number in each element, but *");

        void Refuses(byte[] bytes, string sentence)
        {
            File.WriteAllBytes(path, bytes);
            FluentActions.Invoking(() => NpyFile.Read(path)).Should().Throw<NpyFormatException>().WithMessage(sentence);
        }
    }

    [Fact]
    public void Whole_numbers_are_exact_or_refused()
    {
        NpyFile
            .Read(Save("<i8", "1,", BitConverter.GetBytes(long.MaxValue)))
            .ToIntegers()
            .Should()
            .Equal([long.MaxValue], "it has more digits than a double");
        FluentActions
            .Invoking(() => NpyFile.Read(Save("<f8", "1,", BitConverter.GetBytes(0.5))).ToIntegers())
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("The array must hold whole numbers within 64 bits, but element 0 is 0.5; round it first.");
        FluentActions
            .Invoking(() => NpyFile.Read(Save("<u8", "1,", BitConverter.GetBytes(ulong.MaxValue))).ToIntegers())
            .Should()
            .Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_pipe_and_a_path_without_a_file_are_refused()
    {
        FluentActions
            .Invoking(() => NpyFile.Read(path))
            .Should()
            .Throw<FileNotFoundException>()
            .WithMessage($"{path} must be a file that can be read, but nothing is there. Name another.");
        if (NamedPipe.TryMake(path))
            FluentActions
                .Invoking(() => NpyFile.Read(path))
                .Should()
                .Throw<IOException>()
                .WithMessage($"{path} must be a regular file, but is a named pipe. Remove it, or name another file.");
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused() =>
        FluentActions
            .Invoking(() => NpyArray.Of(new[] { 1, 2 }, 3))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("A shape must hold as many elements as there are values, but (3) does not hold 2.*");
}
