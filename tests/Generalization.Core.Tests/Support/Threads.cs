namespace Generalization.Tests.Support;

/// <summary>Tests that change libtorch's number of threads, which is the whole process's, run while no other does.</summary>
[CollectionDefinition("threads", DisableParallelization = true)]
public sealed class Threads;
