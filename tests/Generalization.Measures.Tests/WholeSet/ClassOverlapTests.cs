using Generalization.Measures;
using Generalization.Measures.LabelErrors;
using Generalization.Measures.Probabilities;
using Generalization.Measures.WholeSet;

namespace Generalization.Tests.Measures.WholeSet;

public class ClassOverlapTests
{
    [Fact]
    public void Pairs_of_classes_are_counted_in_both_directions()
    {
        // By certain predictions: label 0 is four times of 0 and twice of 2; label 2 is three times of 2 and once of 0; label 1 of 1.
        (long Label, int Class)[] examples =
        [
            (0, 0),
            (0, 0),
            (0, 0),
            (0, 0),
            (0, 2),
            (0, 2),
            (1, 1),
            (1, 1),
            (2, 2),
            (2, 2),
            (2, 2),
            (2, 0),
        ];
        var values = new double[examples.Length, 3];
        for (var i = 0; i < examples.Length; i++)
            values[i, examples[i].Class] = 1;
        var joint = ConfidentJoint.Of(ProbabilityTable.Of(values, [.. examples.Select(e => e.Label)]));

        ClassOverlap
            .Of(joint)
            .Should()
            .Equal(new ClassOverlap(0, 2, Estimate.OfShare(2, 6), Estimate.OfShare(1, 4), 3, Estimate.OfShare(3, 10)));
        ClassOverlap.Of(joint, 0).Should().BeEmpty();
    }
}
