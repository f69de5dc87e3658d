using Generalization.Distributed.Blocks;
using Generalization.Distributed.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Generalization.Tests;

public class BlockBytesTests
{
    private static readonly Serializer Orleans = new ServiceCollection()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(BlockBytes).Assembly))
        .BuildServiceProvider()
        .GetRequiredService<Serializer>();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(ParameterLayout.MostBlockBytes)]
    public void What_is_written_is_read_and_the_writer_keeps_its_own(int length)
    {
        var array = Bytes(length + 3);
        var own = new BlockBytes(array, length);

        using var read = Sent(own);

        read.Length.Should().Be(length);
        read.Span.SequenceEqual(array.AsSpan(0, length)).Should().BeTrue();
        own.Dispose();
        own.Span.SequenceEqual(array.AsSpan(0, length)).Should().BeTrue("the caller's array is not given back");
    }

    [Fact]
    public void Rented_bytes_are_given_back_when_they_are_written_and_cannot_be_read_then()
    {
        var rented = Sent(new BlockBytes(Bytes(100), 100));
        Sent(rented).Dispose();

        FluentActions.Invoking(() => rented.Span.Length).Should().Throw<ObjectDisposedException>("another block may have them");
        FluentActions.Invoking(rented.Dispose).Should().NotThrow("giving them back twice would give them to two blocks");
    }

    [Fact]
    public void More_bytes_than_a_block_has_are_refused()
    {
        var most = ParameterLayout.MostBlockBytes;
        var large = Orleans.SerializeToArray(new BlockBytes(new byte[most + 1], most + 1));

        FluentActions
            .Invoking(() => Orleans.Deserialize<BlockBytes>(large))
            .Should()
            .Throw<InvalidDataException>()
            .WithMessage($"A block has at most {most} bytes, but {most + 1} were announced.");
    }

    private static BlockBytes Sent(BlockBytes bytes) => Orleans.Deserialize<BlockBytes>(Orleans.SerializeToArray(bytes))!;

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)(31 * i);
        return bytes;
    }
}
