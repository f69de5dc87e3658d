using Generalization.Identity;

namespace Generalization.Training;

/// <summary>A module that draws random numbers while it is trained. Its position in these draws is part of a training's state.</summary>
/// <remarks>Its words, <see cref="IDescribed.Describe"/>, must name everything that its draws depend on besides the position, such as the
/// seed. A checkpoint of another module is recognized by these words.</remarks>
public interface IRandomModule : IDescribed
{
    /// <summary>The number of the next draw.</summary>
    long Position { get; set; }
}
