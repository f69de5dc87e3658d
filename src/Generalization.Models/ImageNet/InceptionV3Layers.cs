using System.Collections.Immutable;
using static Generalization.Models.ImageNet.UnitShape;

namespace Generalization.Models.ImageNet;

/// <summary>The layers of Inception V3 as tables, by torchvision's names.</summary>
/// <remarks>Source: Szegedy et al., "Rethinking the Inception architecture", and nets/inception_v3.py of TensorFlow-slim.</remarks>
internal static class InceptionV3Layers
{
    /// <summary>The block behind which the auxiliary head stands.</summary>
    public const string AuxiliaryAfter = "Mixed_6e";

    /// <summary>The stem; null is a max pool 3×3 at stride 2.</summary>
    public static ImmutableArray<UnitShape?> Stem { get; } =
    [
        Halving("Conv2d_1a_3x3", 32),
        Square("Conv2d_2a_3x3", 32, 3) with
        {
            Padded = false,
        },
        Square("Conv2d_2b_3x3", 64, 3),
        null,
        Square("Conv2d_3b_1x1", 80, 1),
        Square("Conv2d_4a_3x3", 192, 3) with
        {
            Padded = false,
        },
        null,
    ];

    /// <summary>The blocks behind it.</summary>
    public static ImmutableArray<BlockShape> Blocks { get; } =
    [
        Square5("Mixed_5b", 32),
        Square5("Mixed_5c", 64),
        Square5("Mixed_5d", 64),
        new(
            "Mixed_6a",
            new(Halving("branch3x3", 384)),
            new(Square("branch3x3dbl_1", 64, 1), Square("branch3x3dbl_2", 96, 3), Halving("branch3x3dbl_3", 96)),
            new()
        ),
        Long7("Mixed_6b", 128),
        Long7("Mixed_6c", 160),
        Long7("Mixed_6d", 160),
        Long7(AuxiliaryAfter, 192),
        new(
            "Mixed_7a",
            new(Square("branch3x3_1", 192, 1), Halving("branch3x3_2", 320)),
            new(
                Square("branch7x7x3_1", 192, 1),
                Row("branch7x7x3_2", 192, 7),
                Column("branch7x7x3_3", 192, 7),
                Halving("branch7x7x3_4", 192)
            ),
            new()
        ),
        Forked("Mixed_7b"),
        Forked("Mixed_7c"),
    ];

    /// <summary>The auxiliary head's, behind the mean over 5×5 at stride 3; the second over whole windows alone.</summary>
    public static ImmutableArray<UnitShape> Auxiliary { get; } = [Square("conv0", 128, 1), Square("conv1", 768, 5) with { Padded = false }];

    // 35×35.
    private static BlockShape Square5(string name, int pooled) =>
        new(
            name,
            new(Square("branch1x1", 64, 1)),
            new(Square("branch5x5_1", 48, 1), Square("branch5x5_2", 64, 5)),
            new(Square("branch3x3dbl_1", 64, 1), Square("branch3x3dbl_2", 96, 3), Square("branch3x3dbl_3", 96, 3)),
            Pooled(pooled)
        );

    // 17×17.
    private static BlockShape Long7(string name, int width) =>
        new(
            name,
            new(Square("branch1x1", 192, 1)),
            new(Square("branch7x7_1", width, 1), Row("branch7x7_2", width, 7), Column("branch7x7_3", 192, 7)),
            new(
                Square("branch7x7dbl_1", width, 1),
                Column("branch7x7dbl_2", width, 7),
                Row("branch7x7dbl_3", width, 7),
                Column("branch7x7dbl_4", width, 7),
                Row("branch7x7dbl_5", 192, 7)
            ),
            Pooled(192)
        );

    // 8×8.
    private static BlockShape Forked(string name) =>
        new(
            name,
            new(Square("branch1x1", 320, 1)),
            new(Square("branch3x3_1", 384, 1)) { Fork = [Row("branch3x3_2a", 384, 3), Column("branch3x3_2b", 384, 3)] },
            new(Square("branch3x3dbl_1", 448, 1), Square("branch3x3dbl_2", 384, 3))
            {
                Fork = [Row("branch3x3dbl_3a", 384, 3), Column("branch3x3dbl_3b", 384, 3)],
            },
            Pooled(192)
        );

    private static BranchShape Pooled(int outputs) => new(Square("branch_pool", outputs, 1)) { MeanPooled = true };

    private static UnitShape Row(string name, int outputs, int length) => new(name, outputs, 1, length);

    private static UnitShape Column(string name, int outputs, int length) => new(name, outputs, length, 1);
}
