using Generalization.Corruption;
using Generalization.Data;
using Generalization.Data.Synthetic;
using Generalization.Training.History;

namespace Generalization.Tests.Training.History;

public class LabelFactsTests
{
    private static readonly TrainTestData Data = new SyntheticImages(new ImageShape(1, 2, 2), 3).Create(300, 30, seed: 1);

    private static bool AllRandom(DatasetCorruption corruption, ulong seed = 0) =>
        LabelFacts.Of(Data.Corrupt(corruption, seed).Train)!.AllRandom;

    [Fact]
    public void Labels_of_another_rule_are_not_random()
    {
        AllRandom(new AssignedLabels(Data.Train.Labels.ToArray().Select(l => (l + 1) % 3))).Should().BeFalse();
        AllRandom(
                new ClassTransitionNoise(
                    new double[,]
                    {
                        { 0, 1, 0 },
                        { 0, 0, 1 },
                        { 1, 0, 0 },
                    }
                )
            )
            .Should()
            .BeFalse();
    }

    [Fact]
    public void Labels_drawn_at_random_are_whatever_they_happen_to_be()
    {
        for (ulong seed = 0; seed < 200; seed++)
            AllRandom(new UniformLabelNoise(1), seed).Should().BeTrue();
        AllRandom(new UniformLabelNoise(0.5)).Should().BeFalse();
        AllRandom(new TrueLabels()).Should().BeFalse();
    }
}
