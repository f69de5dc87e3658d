using Generalization.Data;
using Generalization.Kernels.Points;
using Generalization.Kernels.Progress;
using static TorchSharp.torch;

namespace Generalization.Kernels.Features;

/// <summary>Features as the points of a kernel.</summary>
public static class FeaturePoints
{
    extension(PointSet)
    {
        /// <summary>The features of images, or their pixels where there is no feature map.</summary>
        /// <param name="features">The feature map; null for pixels / 255.</param>
        /// <param name="images">The images.</param>
        /// <param name="device">Where to compute. Default: the CPU.</param>
        /// <param name="progress">Hears how far it is. Default: none.</param>
        /// <param name="token">Ends the work early.</param>
        /// <returns>n points; the caller's.</returns>
        public static PointSet Of(
            FeatureMap? features,
            Dataset images,
            Device? device = null,
            IProgress<SolverProgress>? progress = null,
            CancellationToken token = default
        ) => features is null ? PointSet.Of(images) : PointSet.OfFeatures(features, images, device, progress, token);

        /// <summary>The features of images, computed block by block and kept as float32.</summary>
        /// <param name="features">The feature map.</param>
        /// <param name="images">The images.</param>
        /// <param name="device">Where to compute. Default: the CPU.</param>
        /// <param name="progress">Hears how far it is. Default: none.</param>
        /// <param name="token">Ends the work early.</param>
        /// <returns>n points; the caller's.</returns>
        public static PointSet OfFeatures(
            FeatureMap features,
            Dataset images,
            Device? device = null,
            IProgress<SolverProgress>? progress = null,
            CancellationToken token = default
        )
        {
            ArgumentNullException.ThrowIfNull(features);
            ArgumentNullException.ThrowIfNull(images);
            using var scope = NewDisposeScope();
            var owned = empty([images.Count, features.Dimension], ScalarType.Float32);
            long column = 0;
            for (var block = 0; block < features.BlockCount; block++)
            {
                progress?.Report(new SolverProgress(SolverPhase.Features, block, features.BlockCount));
                using var computed = features.Block(block, images, device, token);
                using var target = owned.narrow(1, column, computed.shape[1]);
                target.copy_(computed);
                column += computed.shape[1];
            }

            progress?.Report(new SolverProgress(SolverPhase.Features, features.BlockCount, features.BlockCount));
            return PointSet.Owning(owned, 1);
        }
    }
}
