namespace Generalization.Distributed.Orleans;

/// <summary>A parameter block in a cluster; its key is the block's number.</summary>
[Alias("generalization.block")]
public interface IBlockGrain : IGrainWithIntegerKey
{
    /// <summary>Gives the block to a worker that is to do a part.</summary>
    /// <param name="generation">The training's generation.</param>
    /// <param name="part">The part.</param>
    /// <param name="known">The version that the worker has; −1 where it has none.</param>
    [Alias("pull")]
    ValueTask<PullReply> Pull(long generation, long part, long known);

    /// <summary>Takes a gradient; the same again changes nothing.</summary>
    /// <param name="request">The gradient.</param>
    [Alias("push")]
    ValueTask<PushReply> Push(PushRequest request);

    /// <summary>Begins a generation: from the last manifest, or from the initial weights.</summary>
    /// <param name="generation">The generation, above the block's own.</param>
    [Alias("begin")]
    ValueTask Begin(long generation);

    /// <summary>Says where the block stands.</summary>
    [Alias("report")]
    ValueTask<BlockReport> Report();

    /// <summary>Writes the block to the checkpoint of an epoch, which all parts of are done.</summary>
    /// <param name="generation">The training's generation.</param>
    /// <param name="epoch">The epochs that are done.</param>
    [Alias("save")]
    ValueTask<BlockSaved> Save(long generation, int epoch);

    /// <summary>Forgets the block, so that whoever asks next finds it on the silo that it belongs to.</summary>
    /// <param name="generation">The generation that ends with it.</param>
    [Alias("leave")]
    ValueTask Leave(long generation);
}
