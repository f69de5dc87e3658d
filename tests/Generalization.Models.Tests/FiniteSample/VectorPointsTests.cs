using Generalization.Corruption;
using Generalization.Data;
using Generalization.Models.FiniteSample;

namespace Generalization.Tests;

public class VectorPointsTests
{
    private static readonly float[,] Vectors = new float[,]
    {
        { 0.5f, 1.25f },
        { -1, 3 },
        { 7, 0.1f },
        { 2, 2 },
    };

    [Fact]
    public void Points_of_a_data_set_are_its_values_in_their_type()
    {
        var doubles = new double[4, 2];
        Array.Copy(Vectors, doubles, Vectors.Length);
        var row = new double[4];
        foreach (
            var data in new[]
            {
                Dataset.FromVectors("v", DatasetSplit.Train, Vectors, [0, 1, 0, 1], ["a", "b"]),
                Dataset.FromVectors("v", DatasetSplit.Train, doubles, [0, 1, 0, 1], ["a", "b"]),
            }
        )
        {
            var points = PointRows.Of(data);
            (points.Count, points.Dimension, points.AreBytes).Should().Be((4, 2, false));
            points.CopyRows(1, row);
            row.Should().Equal(-1, 3, 7, Vectors[2, 1]);
        }
    }

    [Fact]
    public void The_construction_goes_through_their_corrupted_labels()
    {
        var data = new AssignedLabels([1, 1, 0, 0]).Apply(
            Dataset.FromVectors("v", DatasetSplit.Train, Vectors, [0, 1, 0, 1], ["a", "b"]),
            seed: 0
        );
        var points = PointRows.Of(data);
        var network = FiniteSampleNetwork.Fit(points, [.. data.Labels.ToArray().Select(l => (double)l)], 1);
        var fitted = network.Evaluate(points);
        for (var i = 0; i < 4; i++)
            fitted[i, 0].Should().Be(data.Labels[i]);
    }
}
