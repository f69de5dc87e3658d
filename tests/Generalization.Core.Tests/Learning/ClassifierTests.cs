using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Learning;
using Generalization.Models;
using Generalization.Tests.Support;
using static TorchSharp.torch;

namespace Generalization.Tests.Inference;

[NoTensorLeaks]
public class ClassifierTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(3, 32, 32), 4).Create(12, 4, seed: 1);
    private static readonly InputPipeline Input = InputPipeline.Cifar10;

    private static nn.Module<Tensor, Tensor> Network() =>
        PaperModels.Named("mlp-1x512").Create(Input.ShapeOf(Data), 4, seed: 3, dropout: 0);

    [Fact]
    public void It_gives_the_largest_output_its_name_and_its_share()
    {
        using var classifier = new Classifier(Network(), Data.Shape, Input, ["a", "b", "c", "d"]);
        var pixels = (UInt8Pixels)Data.Train.Pixels;
        var predictions = classifier.Predict(pixels);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var inputs = Input.Apply(tensor(pixels.Values.ToArray()).reshape(12, 3, 32, 32), PixelScale.Bytes);
        var shares = nn.functional.softmax(classifier.Network.call(inputs).to(ScalarType.Float64), 1);
        predictions.Should().HaveCount(12);
        foreach (var (prediction, i) in predictions.Select((p, i) => (p, i)))
        {
            var row = shares[i].data<double>().ToArray();
            prediction.Class.Should().Be(Array.IndexOf(row, row.Max()));
            prediction.Name.Should().Be("abcd"[prediction.Class].ToString());
            prediction.Probability.Should().BeApproximately(row.Max(), 1e-6);
        }

        classifier.Predict(pixels.Values).Should().Equal(predictions);
        new Action(() => classifier.Predict(pixels.Values[1..]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("Pixels must be whole images of *, 3072 values each, but there were 36863.*");
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void Outputs_that_are_not_finite_have_no_probability(float value, string shown)
    {
        using var network = Network();
        using (NewDisposeScope())
        using (no_grad())
            network.parameters().Last()[2] = value;
        using var classifier = new Classifier(network, Data.Shape, Input, ["a", "b", "c", "d"]);
        classifier
            .Invoking(c => c.Predict(Data.Train.Pixels))
            .Should()
            .ThrowExactly<InvalidOperationException>()
            .WithMessage(
                $"Outputs must be numbers, but output 2 of example 0 is {shown}; correct what gives it, such as a training that diverged."
            );
    }

    [Fact]
    public void A_class_that_is_left_out_by_minus_infinity_is_not_blamed()
    {
        using var network = Network();
        using (NewDisposeScope())
        using (no_grad())
            network.parameters().Last()[0] = float.NegativeInfinity;
        using var classifier = new Classifier(network, Data.Shape, Input, ["a", "b", "c", "d"]);
        classifier.Predict(Data.Train.Pixels).Should().NotContain(p => p.Class == 0).And.OnlyContain(p => p.Probability > 0);
        using (NewDisposeScope())
        using (no_grad())
            network.parameters().Last()[2] = float.NaN;
        classifier.Invoking(c => c.Predict(Data.Train.Pixels)).Should().Throw<InvalidOperationException>().WithMessage("*output 2 of*");
    }

    [Fact]
    public void What_was_disposed_is_refused()
    {
        var network = Network();
        var classifier = new Classifier(network, Data.Shape, Input, ["a", "b", "c", "d"]);
        classifier.Dispose();
        classifier.Invoking(c => c.Predict(Data.Train.Pixels)).Should().Throw<ObjectDisposedException>();
        new Action(() => _ = new Classifier(network, Data.Shape, Input, ["a", "b", "c", "d"]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("The network must be alive, but was disposed; *");
    }

    [Fact]
    public void Names_that_are_not_one_for_each_output_are_refused()
    {
        using var network = Network();
        new Action(() => _ = new Classifier(network, Data.Shape, Input, ["a", "b", "c"]))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage(
                "The network must give (n, 3), one output for each class name, but gave (1, 4) for " + "one image. (Parameter 'network')"
            );
    }
}
