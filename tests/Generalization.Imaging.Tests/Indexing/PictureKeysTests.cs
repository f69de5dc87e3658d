using Generalization.Imaging.Indexing;
using Generalization.Imaging.Stores;

namespace Generalization.Tests.Imaging.Indexing;

public class PictureKeysTests
{
    [Fact]
    public void A_key_is_the_stems_whatever_the_order_and_never_anothers()
    {
        string[] stems = [.. Enumerable.Range(0, 200_000).Select(i => $"n{i % 1000:D8}_{i}")];
        var keys = PictureKeys.Of(stems, stems);
        keys.Distinct().Should().HaveCount(stems.Length);
        keys.Should().OnlyContain(k => k <= int.MaxValue);
        keys.Where((k, i) => k != PictureKeys.Hash(stems[i])).Count().Should().BeInRange(1, 60, "n² / 2³² of n keys are taken already");
        string[] turned = [.. stems.Reverse()];
        PictureKeys.Of(turned, turned).Reverse().Should().Equal(keys);
    }

    [Fact]
    public void Keys_of_stems_never_change()
    {
        PictureKeys.Hash("n01440764_18").Should().Be(HashOf("n01440764_18"));
        PictureKeys.Hash("ILSVRC2012_val_00000001").Should().NotBe(PictureKeys.Hash("ILSVRC2012_val_00000002"));
    }

    // FNV-1a and Murmur3's last step, with numbers of any length.
    private static uint HashOf(string stem)
    {
        var all = (System.Numerics.BigInteger.One << 64) - 1;
        var hash = new System.Numerics.BigInteger(14695981039346656037);
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(stem))
            hash = ((hash ^ b) * 1099511628211) & all;
        hash = ((hash ^ (hash >> 33)) * 18397679294719823053) & all;
        hash = ((hash ^ (hash >> 33)) * 14181476777654086739) & all;
        return (uint)((hash ^ (hash >> 33)) >> 33);
    }

    [Fact]
    public void Pictures_of_one_stem_have_keys_of_their_own()
    {
        var keys = PictureKeys.Of(["a", "a", "b", "a"], ["2", "0", "0", "1"]);
        keys[1].Should().Be(PictureKeys.Hash("a"));
        keys[3].Should().Be(keys[1] + 1);
        keys[0].Should().Be(keys[1] + 2);
    }

    [Theory]
    [InlineData("n01440764_18.JPEG", "n01440764_18")]
    [InlineData("n01440764_18_n01440764.JPEG", "n01440764_18")]
    [InlineData("ILSVRC2012_val_00000001_n01751748.JPEG", "ILSVRC2012_val_00000001")]
    [InlineData("a.b.png", "a.b")]
    [InlineData("_n01751748.JPEG", "_n01751748")]
    public void A_stem_is_the_same_in_each_layout(string name, string stem) => PictureStem.Of(name).Should().Be(stem);
}
