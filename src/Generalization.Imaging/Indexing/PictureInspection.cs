using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Generalization.Data;
using Generalization.Imaging.Decoding;
using Generalization.Imaging.Stores;

namespace Generalization.Imaging.Indexing;

/// <summary>Looks at the pictures of a list, and refuses or leaves out those that are damaged.</summary>
internal static class PictureInspection
{
    /// <summary>The pictures that can be decoded, as far as is looked.</summary>
    /// <param name="store">The pictures.</param>
    /// <param name="list">The same as a list.</param>
    /// <param name="options">How they are looked at, and what becomes of the damaged ones.</param>
    /// <param name="how">What decodes them, and the most pixels that one may have, as in the training.</param>
    /// <param name="finder">Counts what is left out, and remembers what its files were like.</param>
    /// <param name="progress">Is told now and then.</param>
    /// <param name="token">Ends the work early.</param>
    /// <exception cref="DatasetFormatException">Some are damaged, and they are to be refused.</exception>
    public static PictureList Of(
        IPictureStore store,
        PictureList list,
        IndexOptions options,
        (IPictureDecoder Decoder, int MostPixels) how,
        PictureFinder finder,
        IProgress<IndexProgress>? progress,
        CancellationToken token
    )
    {
        var damaged = new ConcurrentDictionary<int, (DamagedPictureException Problem, PlaceStamp? Stamp)>();
        if (options.Check == PictureCheck.Whole)
            ForAll(store, Look, progress, token);
        else
            for (var i = 0; i < list.Count; i++)
                if (list.Lengths[i] == 0)
                    Look(i);
        if (damaged.IsEmpty)
            return list;
        int[] all = [.. damaged.Keys.Order()];
        if (options.Damaged == DamagedPictures.Refuse)
        {
            var first = damaged[all[0]].Problem;
            throw new DatasetFormatException(
                store.NameOf(all[0]),
                0,
                first.Expected,
                all.Length == 1
                    ? first.Found
                    : FormattableString.Invariant($"{first.Found}, and {all.Length} of {list.Count} pictures are damaged"),
                first,
                first.Remedy + " Or have what is damaged passed over: IndexOptions.Damaged."
            );
        }

        foreach (var picture in all)
        {
            finder.Scan.PassedOver.Add("damaged", store.NameOf(picture));
            if (damaged[picture].Stamp is { } stamp)
                finder.Stamp(stamp);
        }

        return list.Without(all.ToHashSet());

        // What the file is like is taken before it is read: one that is repaired meanwhile is looked at again. An archive has a stamp
        // already.
        void Look(int picture)
        {
            var stamps = options.Damaged == DamagedPictures.PassOver && list.Places[list.PlaceOf[picture]].Kind == PlaceKind.Folder;
            var stamp = stamps ? finder.StampOf(store.NameOf(picture)) : null;
            if (Problem(how, store, picture) is { } problem)
                damaged[picture] = (problem, stamp);
        }
    }

    private static void ForAll(IPictureStore store, Action<int> look, IProgress<IndexProgress>? progress, CancellationToken token)
    {
        const int between = 256;
        var done = 0;
        try
        {
            Parallel.For(
                0,
                store.Count,
                new ParallelOptions { CancellationToken = token, MaxDegreeOfParallelism = Environment.ProcessorCount },
                picture =>
                {
                    look(picture);
                    if (Interlocked.Increment(ref done) is var so && so % between == 0)
                        progress?.Report(new("decoding", so, store.Count));
                }
            );
        }
        catch (AggregateException e)
        {
            // As one thread would have thrown it.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private static DamagedPictureException? Problem((IPictureDecoder Decoder, int MostPixels) how, IPictureStore store, int picture)
    {
        var length = store.LengthOf(picture);
        var memory = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        try
        {
            store.Read(picture, memory.AsSpan(0, length));
            using var decoded = how.Decoder.Decode(memory.AsMemory(0, length), PictureBox.Whole, new DecodeRequest(how.MostPixels));
            return null;
        }
        catch (DamagedPictureException e)
        {
            return e;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(memory);
        }
    }
}
