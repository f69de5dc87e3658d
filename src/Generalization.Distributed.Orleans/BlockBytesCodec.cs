using System.Buffers;
using Generalization.Distributed.Blocks;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace Generalization.Distributed.Orleans;

/// <summary>Writes and reads <see cref="BlockBytes"/> in bulk.</summary>
[RegisterSerializer]
[RegisterCopier]
internal sealed class BlockBytesCodec : IFieldCodec<BlockBytes>, IDeepCopier<BlockBytes>
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, BlockBytes? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value))
            return;
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(BlockBytes), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)value!.Length);
        writer.Write(value.Span);
        // A message is written once; memory that is not given back here waits for the collector.
        value.Dispose();
    }

    public BlockBytes ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference)
            return ReferenceCodec.ReadReference<BlockBytes, TInput>(ref reader, field)!;
        var length = reader.ReadVarUInt32();
        // Before memory is taken.
        if (length > ParameterLayout.MostBlockBytes)
            throw new InvalidDataException($"A block has at most {ParameterLayout.MostBlockBytes} bytes, but {length} were announced.");
        var bytes = BlockBytes.Rent((int)length);
        reader.ReadBytes(bytes.Span);
        ReferenceCodec.RecordObject(reader.Session, bytes);
        return bytes;
    }

    public BlockBytes? DeepCopy(BlockBytes? input, CopyContext context) => input;
}
