using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Inputs;
using Generalization.Tests.Support;
using Generalization.Training;
using Generalization.Training.Checkpoints;
using Generalization.Training.Losses;
using Generalization.Training.Schedules;
using static TorchSharp.torch;

namespace Generalization.Tests.Training;

[NoTensorLeaks]
public sealed class BackwardPassTests
{
    private const double Smoothing = 0.1;
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 4, 4), 3).Create(24, 9, seed: 1);

    private static Batch Some() =>
        new(
            arange(6),
            new long[] { 0, 1, 2, 3, 4, 5 },
            1,
            linspace(-1, 1, 6 * 16).mul(40).sin().view(6, 1, 4, 4),
            tensor(new long[] { 0, 2, 1, 1, 0, 2 })
        );

    // −Σ q log p, written out.
    private static Tensor Smoothed(Tensor outputs, Tensor labels)
    {
        var logarithms = outputs - outputs.exp().sum(1, keepdim: true).log();
        var q = nn.functional.one_hot(labels, 3).to(float64) * (1 - Smoothing) + Smoothing / 3;
        return -(q * logarithms).sum() / labels.shape[0];
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0)]
    [InlineData(2)]
    public void A_second_heads_loss_is_added_with_its_weight_and_the_loss_given_is_the_first_heads(double weight)
    {
        using var scope = NewDisposeScope();
        using var network = new TwoHeads(16, 3);
        using var batch = Some();
        network.train();
        using var pass = new BackwardPass(network, new CrossEntropy(Smoothing), auxiliaryWeight: weight);
        var (loss, _) = pass.Compute(batch);

        var w = network.state_dict().ToDictionary(t => t.Key, t => t.Value.detach().to(float64).requires_grad_());
        Tensor Linear(Tensor x, string name) => x.matmul(w[name + ".weight"].t()) + w[name + ".bias"];
        var x = Linear(batch.Inputs.to(float64).flatten(1), "trunk").clamp_min(0);
        var main = Smoothed(Linear(x, "main"), batch.Labels);
        (main + Smoothed(Linear(x, "second"), batch.Labels) * weight).backward();
        loss.item<float>().Should().BeApproximately((float)main.item<double>(), 1e-6f);
        foreach (var (name, parameter) in network.named_parameters())
        {
            var right = weight == 0 && name.StartsWith("second") ? zeros_like(w[name]) : w[name].grad!;
            var mine = parameter.grad ?? zeros_like(parameter);
            (mine.to(float64) - right).abs().max().item<double>().Should().BeLessThan(1e-6, name);
        }

        network.TakeAuxiliaryOutput()?.Dispose();
    }

    [Fact]
    public void A_training_takes_its_weight_from_the_options_and_an_evaluation_does_without_the_head()
    {
        float[] Losses(double weight)
        {
            using var network = new TwoHeads(16, 3);
            var options = new TrainingOptions(new ConstantRate(0.1))
            {
                BatchSize = 8,
                Epochs = 3,
                StopWhen = [],
                AuxiliaryWeight = weight,
            };
            return [.. new Trainer(options).Fit(network, Data, new InputPipeline(), 0).StepLosses];
        }

        Losses(0.4)[0].Should().Be(Losses(0)[0], "nothing was updated yet");
        Losses(0.4).Should().Equal(Losses(0.4)).And.NotEqual(Losses(0));
        using var evaluated = new TwoHeads(16, 3);
        evaluated.eval();
        using var inputs = TorchSharp.torch.zeros(2, 1, 4, 4);
        using var outputs = evaluated.call(inputs);
        evaluated.TakeAuxiliaryOutput().Should().BeNull("an evaluation does without the second head");
    }

    [Fact]
    public void Another_weight_is_another_training_where_there_is_a_second_head_and_the_same_where_there_is_none()
    {
        var folder = Directory.CreateTempSubdirectory("auxiliary").FullName;
        try
        {
            void Train(nn.Module<Tensor, Tensor> network, double weight, string name)
            {
                var options = new TrainingOptions(new ConstantRate(0.1))
                {
                    Epochs = 1,
                    StopWhen = [],
                    AuxiliaryWeight = weight,
                };
                using (network)
                    new Trainer(options).Fit(
                        network,
                        Data,
                        new InputPipeline(),
                        0,
                        checkpoints: new CheckpointOptions(Path.Combine(folder, name))
                    );
            }

            Train(new TwoHeads(16, 3), 0.4, "two");
            new Action(() => Train(new TwoHeads(16, 3), 0.3, "two"))
                .Should()
                .Throw<CheckpointException>()
                .WithMessage("*its auxiliary weight is \"0.4\" and not \"0.3\"*");
            Train(nn.Sequential(nn.Flatten(), nn.Linear(16, 3)), 0.4, "one");
            Train(nn.Sequential(nn.Flatten(), nn.Linear(16, 3)), 0.3, "one");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_negative_weight_is_refused()
    {
        using var network = new TwoHeads(16, 3);
        new Action(() => new BackwardPass(network, new CrossEntropy(), auxiliaryWeight: -1).Dispose())
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("The auxiliary weight must be at least 0 and finite, but was -1.*");
    }
}
