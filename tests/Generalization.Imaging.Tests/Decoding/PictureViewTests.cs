using Generalization.Data;
using Generalization.Imaging.Decoding;

namespace Generalization.Tests.Imaging.Decoding;

public class PictureViewTests
{
    [Fact]
    public void The_middle_is_TensorFlows()
    {
        // A sixteenth of each side, rounded down, is left out at either end.
        PictureBox.Central(375, 500, 0.875).Should().Be(new PictureBox(23, 31, 329, 438));
        PictureBox.Central(16, 15, 0.875).Should().Be(new PictureBox(1, 0, 14, 15));
        PictureBox.Central(7, 5, 1).Should().Be(new PictureBox(0, 0, 7, 5));
        FluentActions
            .Invoking(() => PictureBox.Central(7, 5, 0))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("The share of each side must lie in (0, 1], but was 0.*");
    }

    [Fact]
    public void Says_what_it_is_and_refuses_what_it_cannot_be()
    {
        PictureView.Central().Describe().Should().Be("3×299×299 Float32 of the central 0.875 of each side");
        (PictureView.Distorted(75) with { Type = PixelType.UInt8, Shrinks = true, Turns = true, Channels = 1 })
            .Describe()
            .Should()
            .Be(
                "1×75×75 UInt8 of the central 0.875 of each side, in training of a distorted box, aspect "
                    + "0.75–1.33, area 0.05–1, covered 0.1, "
                    + "attempts 100, decoded smaller, turned"
            );
        FluentActions
            .Invoking(() => new PictureView(0, 5))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Height must be at least 1, but was 0.*");
        FluentActions
            .Invoking(() => new PictureView(5, 5) { Type = PixelType.Float64 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Type must be Float32 or UInt8, but was Float64.*");
        FluentActions
            .Invoking(() => new PictureView(5, 5) { CentralShare = 1.1 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("CentralShare must lie in (0, 1], but was 1.1.*");
        FluentActions
            .Invoking(() => new PictureView(5, 5) { Channels = 2 })
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("Channels must be 1 or 3, but was 2.*");
    }
}
