using static TorchSharp.torch;

namespace Generalization.Models.ImageNet;

/// <summary>The mean over 3×3 neighbours, of the size of the image.</summary>
/// <param name="countsPadding">Whether the zeros around the image count as neighbours, as in torchvision; in TensorFlow they do
/// not.</param>
internal sealed class MeanPool(bool countsPadding)
{
    public string Words => countsPadding ? "mean pool with zeros" : "mean pool";

    public Tensor Of(Tensor images) => nn.functional.avg_pool2d(images, 3, stride: 1, padding: 1, count_include_pad: countsPadding);
}
