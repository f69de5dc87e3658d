using Generalization.Identity;

namespace Generalization.Training;

/// <summary>A module that draws random numbers while it is trained; where it stands belongs to the state of a training.</summary>
/// <remarks>Its words, <see cref="IDescribed.Describe"/>, must say what its draws depend on besides the position, the seed among it: by
/// them a checkpoint of another is told.</remarks>
public interface IRandomModule : IDescribed
{
    /// <summary>The number of the next draw.</summary>
    long Position { get; set; }
}
