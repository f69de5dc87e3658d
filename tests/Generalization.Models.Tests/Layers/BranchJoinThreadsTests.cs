using Generalization.Models.Layers;
using Generalization.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.Layers;

/// <summary>Apart from the others, since the number of threads is the whole process's.</summary>
[Collection("threads")]
[NoTensorLeaks]
public sealed class BranchJoinThreadsTests
{
    [Avx512Theory]
    [InlineData(64)]
    public void The_bits_do_not_depend_on_the_number_of_threads(int channels)
    {
        var before = get_num_threads();
        try
        {
            Bits(1).Should().Equal(Bits(2));
        }
        finally
        {
            set_num_threads(before);
        }

        float[] Bits(int threads)
        {
            set_num_threads(threads);
            using var scope = NewDisposeScope();
            using var layer = BranchJoinTests.Normalization(channels);
            var x = BranchJoinTests.Images(16, channels, 13, 13).requires_grad_();
            var joined = BranchJoin.Run(new NormalizedBranch(x, layer));
            joined.backward([BranchJoinTests.Images(16, channels, 13, 13, seed: 5)]);
            return
            [
                .. joined.detach().to(float32).contiguous().data<float>(),
                .. x.grad!.to(float32).contiguous().data<float>(),
                .. layer.Shift.grad!.data<float>(),
            ];
        }
    }
}
