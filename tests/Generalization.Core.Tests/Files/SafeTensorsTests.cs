using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Generalization.Data;
using Generalization.Files;
using Generalization.Models;
using Generalization.Randomness;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Serialization;

[NoTensorLeaks]
public sealed class SafeTensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    private string File(string header, params byte[] content)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        System.IO.File.WriteAllBytes(At("file"), [.. length, .. text, .. content]);
        return At("file");
    }

    private void Refuses(string path, string sentence) =>
        new Action(() => SafeTensors.Read(path).Dispose())
            .Should()
            .Throw<SafeTensorsFormatException>()
            .WithMessage($"{path} must {sentence}. It is damaged or not a safetensors file; use another copy.");

    [Fact]
    public void Refuses_to_write_what_the_format_cannot_hold()
    {
        using var dense = zeros(2, 2);
        using var sparse = dense.to_sparse();
        new Action(() => SafeTensors.Write(At("sparse"), new Dictionary<string, Tensor> { ["a"] = sparse }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Tensors must be dense, but the values of a are sparse; convert them with to_dense().*");
        new Action(() => SafeTensors.Write(At("named"), new Dictionary<string, Tensor> { ["__metadata__"] = dense }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("No tensor can be named __metadata__, which is the format's own; rename it.*");
        using var nowhere = zeros([2, 2], device: new Device(TorchSharp.DeviceType.META));
        new Action(() => SafeTensors.Write(At("nowhere"), new Dictionary<string, Tensor> { ["a"] = nowhere }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Tensors must be in memory, but the values of a lie on the meta device.*");
        new Action(() => SafeTensors.Write(At("null"), new Dictionary<string, Tensor> { ["a"] = null! }))
            .Should()
            .Throw<ArgumentNullException>()
            .WithParameterName("tensors");
        const string half = "A safetensors file holds whole characters, but the name or word \"ab…\" goes on with half a one.*";
        new Action(() => SafeTensors.Write(At("half"), new Dictionary<string, Tensor> { ["ab\ud800"] = dense }))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(half);
        new Action(() =>
            SafeTensors.Write(
                At("half"),
                new Dictionary<string, Tensor> { ["a"] = dense },
                new Dictionary<string, string> { ["word"] = "ab\udc00" }
            )
        )
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(half);
        Directory.GetFiles(folder).Should().BeEmpty();
    }

    [Fact]
    public void Reads_back_what_it_wrote_in_every_type()
    {
        using var scope = NewDisposeScope();
        ScalarType[] types =
        [
            ScalarType.Float32,
            ScalarType.Float64,
            ScalarType.Float16,
            ScalarType.BFloat16,
            ScalarType.Int64,
            ScalarType.Int32,
            ScalarType.Int16,
            ScalarType.Int8,
            ScalarType.Byte,
            ScalarType.Bool,
        ];
        var tensors = types.ToDictionary(t => t.ToString(), t => arange(-3, 3).abs().view(2, 3).t().to(t)); // (3, 2), not contiguous
        tensors["scalar"] = tensor(2.5);
        tensors["empty"] = zeros(0, 4);
        SafeTensors.Write(At("all"), tensors, new Dictionary<string, string> { ["näme"] = "a \"word\"" });
        using var content = SafeTensors.Read(At("all"));
        content.Metadata.Should().Equal(new Dictionary<string, string> { ["näme"] = "a \"word\"" });
        content.Tensors.Keys.Should().BeEquivalentTo(tensors.Keys);
        foreach (var (name, tensor) in tensors)
        {
            (content.Tensors[name].dtype, content.Tensors[name].shape.SequenceEqual(tensor.shape)).Should().Be((tensor.dtype, true), name);
            content.Tensors[name].eq(tensor).all().item<bool>().Should().BeTrue(name);
        }

        Directory.EnumerateFiles(folder).Should().Equal(At("all"));
    }

    [Fact]
    public void Pieces_are_all_the_elements_in_their_order()
    {
        using var scope = NewDisposeScope();
        var values = arange(14).view(2, 7).to(ScalarType.Int32);
        SafeTensors
            .Pieces(values, 5)
            .Select(p => p.data<int>().ToArray())
            .Should()
            .BeEquivalentTo(new int[][] { [0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13] }, o => o.WithStrictOrdering());
        SafeTensors.Pieces(values, 7).Select(p => p.bytes.Length).Should().Equal(28, 28);
        SafeTensors.Pieces(tensor(2.5), 5).Should().ContainSingle().Which.bytes.Length.Should().Be(8);
        SafeTensors.Pieces(zeros(0, 4), 5).Should().BeEmpty();
    }

    /// <summary>The bytes as the format's description gives them, written by hand.</summary>
    [Fact]
    public void Reads_a_file_written_by_hand()
    {
        using var content = SafeTensors.Read(
            File(
                """{"b":{"dtype":"I16","shape":[2],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""",
                0,
                0,
                0x20,
                0x40,
                1,
                0,
                0xff,
                0xff
            )
        );
        content.Tensors["a"].item<float>().Should().Be(2.5f);
        content.Tensors["b"].data<short>().ToArray().Should().Equal(1, -1);
    }

    [Fact]
    public void Damaged_files_are_refused_before_memory_is_taken()
    {
        System.IO.File.WriteAllBytes(At("short"), [1, 2]);
        Refuses(At("short"), "begin with 8 bytes of length, but it has 2");
        System.IO.File.WriteAllBytes(At("lie"), [255, 255, 255, 255, 255, 255, 255, 127, 0, 0]);
        Refuses(At("lie"), "have a header that fits in its 10 bytes, but it claims 9223372036854775807");
        Refuses(File("{]"), "have a header of names, types, shapes and offsets, but it does not");
        Refuses(
            File("""{"a":{"dtype":"F32","shape":[1000000000,1000000000,1000000000],"data_offsets":[0,4]}}""", 0, 0, 0, 0),
            "have a header of names, types, shapes and offsets, but it does not"
        );
        foreach (var shape in new[] { "0,4611686018427387904,4", "4611686018427387904,4,0", "0,9223372036854775807" })
            Refuses(
                File("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + shape + "],\"data_offsets\":[0,0]}}"),
                "have a header of names, types, shapes and offsets, but it does not"
            );
        Refuses(
            File("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 0, 0, 0, 0),
            "give a the 8 bytes of its shape, but its offsets are 0 and 4"
        );
        Refuses(
            File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 0, 0, 0, 0, 0, 0, 0, 0),
            "go on at byte 0 of its content, but a begins at 4"
        );
        Refuses(File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 0, 0, 0), "hold 4 bytes of content, but it holds 3");
        Refuses(
            File("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 0, 0),
            "name each tensor once, but it names a 2 times"
        );
        Refuses(
            File("""{"a":{"dtype":"Q9","shape":[1],"data_offsets":[0,8]}}"""),
            "use types out of F32, F64, F16, BF16, I64, I32, I16, I8, U8, BOOL, but a is Q9"
        );
    }

    [Theory]
    [InlineData("U16", 2)]
    [InlineData("U32", 4)]
    [InlineData("U64", 8)]
    [InlineData("C64", 8)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F8_E5M2", 1)]
    public void A_legal_type_that_is_not_supported_is_not_called_damaged(string type, int bytes)
    {
        var path = File($$$"""{"a.b":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,{{{bytes}}}]}}""", new byte[bytes]);
        new Action(() => SafeTensors.Read(path).Dispose())
            .Should()
            .Throw<SafeTensorsFormatException>()
            .WithMessage(
                $"{path} holds a.b of type {type}, which is not supported; supported types are F32, F64, F16, BF16, I64, I32, I16, I8, "
                    + "U8, BOOL. Convert the tensor to one of them where the file was written."
            );
    }

    [Fact]
    public void Integers_at_an_odd_place_are_read()
    {
        using var content = SafeTensors.Read(
            File(
                """{"b":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"i":{"dtype":"I64","shape":[1],"data_offsets":[3,11]}}""",
                [1, 2, 3, 0x15, 0xcd, 0x5b, 0x07, 0, 0, 0, 0]
            )
        );
        content.Tensors["i"].item<long>().Should().Be(123_456_789);
        content.Tensors["b"].data<byte>().ToArray().Should().Equal(1, 2, 3);
    }

    /// <summary>In the order of a dictionary an I64 would stand behind three bytes.</summary>
    [Fact]
    public void What_is_written_lies_at_multiples_of_its_elements_size()
    {
        using var scope = NewDisposeScope();
        ScalarType[] types = [ScalarType.Byte, ScalarType.Int16, ScalarType.Int64, ScalarType.Bool, ScalarType.Float32, ScalarType.Int8];
        var tensors = types.ToDictionary(t => t.ToString(), t => ones(3).to(t));
        SafeTensors.Write(At("all"), tensors);
        var bytes = System.IO.File.ReadAllBytes(At("all"));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        (length % 8).Should().Be(0);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        foreach (var tensor in header.RootElement.EnumerateObject())
        {
            var begin = tensor.Value.GetProperty("data_offsets")[0].GetInt64();
            (begin % tensors[tensor.Name].element_size()).Should().Be(0, tensor.Name);
        }

        using var content = SafeTensors.Read(At("all"));
        content.Tensors.Should().AllSatisfy(t => t.Value.eq(tensors[t.Key]).all().item<bool>().Should().BeTrue(t.Key));
    }

    /// <summary>Empty tensors begin and end where another one begins, and sorting is not stable.</summary>
    [Fact]
    public void Any_number_of_empty_tensors_among_others_is_read_back()
    {
        for (var seed = 0ul; seed < 40; seed++)
        {
            using var scope = NewDisposeScope();
            var random = new RandomKey(seed, RandomPurpose.Custom).Stream(0);
            var tensors = Enumerable
                .Range(0, 40)
                .ToDictionary(i => $"t{random.NextInt32(1 << 20)}.{i}", i => full(random.NextInt32(3) * random.NextInt32(2), 2, (float)i));
            SafeTensors.Write(At("many"), tensors);
            using var content = SafeTensors.Read(At("many"));
            content.Tensors.Keys.Should().BeEquivalentTo(tensors.Keys);
            content.Tensors.Should().AllSatisfy(t => t.Value.bytes.ToArray().Should().Equal(tensors[t.Key].bytes.ToArray()));
        }
    }

    [Fact]
    public void A_folder_or_a_pipe_in_the_files_place_is_refused()
    {
        new Action(() => SafeTensors.Read(folder))
            .Should()
            .Throw<IOException>()
            .WithMessage($"{folder} must be a regular file, but is a folder. Remove it, or name another file.");
        if (NamedPipe.TryMake(At("pipe")))
            new Action(() => SafeTensors.Read(At("pipe")))
                .Should()
                .Throw<IOException>()
                .WithMessage($"{At("pipe")} must be a regular file, but is a named pipe. Remove it, or name another file.");
    }

    [Fact]
    public void A_network_of_another_structure_is_refused_and_stays_as_it_was()
    {
        using var saved = MultilayerPerceptron.Create(new ImageShape(1, 2, 2), 3, 0, 5);
        NetworkFile.Save(saved, At("net"));
        using var same = MultilayerPerceptron.Create(new ImageShape(1, 2, 2), 3, 1, 5);
        NetworkFile.LoadInto(same, At("net"));
        same.parameters()
            .SelectMany(p => p.data<float>().ToArray())
            .Should()
            .Equal(saved.parameters().SelectMany(p => p.data<float>().ToArray()));

        void Refused(MultilayerPerceptron other, string sentence)
        {
            var before = other.parameters().SelectMany(p => p.data<float>().ToArray()).ToArray();
            new Action(() => NetworkFile.LoadInto(other, At("net"))).Should().Throw<ArgumentException>().WithMessage(sentence);
            other.parameters().SelectMany(p => p.data<float>().ToArray()).Should().Equal(before);
            other.Dispose();
        }

        Refused(
            MultilayerPerceptron.Create(new ImageShape(1, 2, 2), 3, 0, 6),
            $"Saved tensors must have the network's shapes, but layer1.weight is (5, 4) in {At("net")} and (6, 4) in the network.*"
        );
        Refused(
            MultilayerPerceptron.Create(new ImageShape(1, 2, 2), 3, 0, 5, 3),
            $"A file must hold every tensor of the network, but {At("net")} has no layer3.weight; build the network as it was saved.*"
        );
        Refused(
            MultilayerPerceptron.Create(new ImageShape(1, 2, 2), 5, 0),
            $"A file must hold the network's tensors alone, but {At("net")} also has layer2.*; build the network as it was " + "saved.*"
        );
    }
}
