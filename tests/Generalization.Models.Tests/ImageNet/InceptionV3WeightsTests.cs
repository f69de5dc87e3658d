using System.Globalization;
using Generalization.Data;
using Generalization.Files;
using Generalization.Models.ImageNet;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Models.ImageNet;

[NoTensorLeaks]
public sealed class InceptionV3WeightsTests : IDisposable
{
    private static readonly ImageShape Published = new(3, 299, 299);

    private readonly string folder = Directory.CreateTempSubdirectory("inception").FullName;

    private string Saved => Path.Combine(folder, "inception_v3.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // torchvision's own table of its inception_v3: a name, and the sides of the tensor.
    private static Dictionary<string, long[]> Torchvision() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "ImageNet", "torchvision-inception-v3.txt"))
            .Select(line => line.Split(' '))
            .ToDictionary(w => w[0], w => w[1..].Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray());

    private static Dictionary<string, Tensor> PublishedTensors() =>
        Torchvision()
            .ToDictionary(
                t => t.Key,
                t =>
                    t.Key.EndsWith("num_batches_tracked") ? tensor(0L)
                    : t.Key.EndsWith("running_var") ? ones(t.Value)
                    : full(t.Value, 0.01 * (t.Key.Length % 7))
            );

    [Fact]
    public void Has_torchvisions_names_and_shapes()
    {
        using var network = InceptionV3.Create(Published, 1000, 0, InceptionV3Options.Torchvision);
        var theirs = Torchvision().Where(t => !t.Key.EndsWith("num_batches_tracked")).Select(t => $"{t.Key} {string.Join("x", t.Value)}");
        var ours = network.state_dict().Where(t => t.Key != "steps").Select(t => $"{t.Key} {string.Join("x", t.Value.shape)}");
        ours.Order(StringComparer.Ordinal).Should().Equal(theirs.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(75, true)]
    [InlineData(75, false)]
    public void A_file_of_torchvisions_tensors_loads_with_or_without_counters_and_the_auxiliary_head_where_there_is_one(
        int size,
        bool counted
    )
    {
        using var scope = NewDisposeScope();
        SafeTensors.Write(
            Saved,
            PublishedTensors().Where(t => counted || !t.Key.EndsWith("num_batches_tracked")).ToDictionary(t => t.Key, t => t.Value)
        );
        using var network = InceptionV3.Create(new ImageShape(3, size, size), 1000, 0, InceptionV3Options.Torchvision);
        InceptionV3Weights.Load(network, Saved);
        foreach (var (name, value) in network.state_dict().Where(t => t.Key != "steps" && !t.Key.EndsWith("running_var")))
            value[zeros(value.dim(), dtype: int64).unbind().Select(TensorIndex.Tensor).ToArray()]
                .item<float>()
                .Should()
                .Be((float)(0.01 * (name.Length % 7)), name);
    }

    [Fact]
    public void What_is_saved_has_torchvisions_names_and_comes_back()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = InceptionV3.Create(Published, 1000, 1, InceptionV3Options.Torchvision);
        InceptionV3Weights.Save(network, Saved);
        using (var content = SafeTensors.Read(Saved))
            content.Tensors.Keys.Should().BeEquivalentTo(Torchvision().Keys.Where(n => !n.EndsWith("num_batches_tracked")));
        using var other = InceptionV3.Create(Published, 1000, 2, InceptionV3Options.Torchvision);
        InceptionV3Weights.Load(other, Saved);
        other
            .state_dict()["Mixed_6c.branch7x7dbl_3.conv.weight"]
            .Equals(network.state_dict()["Mixed_6c.branch7x7dbl_3.conv.weight"])
            .Should()
            .BeTrue();
    }

    [Fact]
    public void Other_files_are_refused_and_nothing_is_changed()
    {
        using var scope = NewDisposeScope();
        using var network = InceptionV3.Create(new ImageShape(3, 75, 75), 10, 1);
        var before = network.state_dict()["fc.bias"].clone();
        SafeTensors.Write(Saved, PublishedTensors());
        new Action(() => InceptionV3Weights.Load(network, Saved))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"Saved tensors must have the network's shapes, but fc.weight is (1000, 2048) in {Saved} and (10, 2048) in the network; "
                    + "make it for as many classes.*"
            );
        using var thousand = InceptionV3.Create(new ImageShape(3, 75, 75), 1000, 1);
        new Action(() => InceptionV3Weights.Load(thousand, Saved))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"A file must hold the network's tensors alone, but {Saved} also has Conv2d_1a_3x3.bn.weight; make the network with "
                    + "the options of the one that was saved.*"
            );
        SafeTensors.Write(Saved, new Dictionary<string, Tensor> { ["fc.bias"] = ones(10) });
        new Action(() => InceptionV3Weights.Load(network, Saved))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                $"A file must hold every tensor of the network, but {Saved} has no *; make the network with the options of the one "
                    + "that was saved, InceptionV3Options.Torchvision for torchvision's.*"
            );
        network.state_dict()["fc.bias"].Equals(before).Should().BeTrue();
    }
}
