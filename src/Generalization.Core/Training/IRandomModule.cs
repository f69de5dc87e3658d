namespace Generalization.Training;

/// <summary>A module that draws random numbers while it is trained; where it stands belongs to the state of a training.</summary>
/// <remarks>Its words, <see cref="object.ToString"/>, must say what its draws depend on besides the seed and the position: by them a
/// checkpoint of another is told.</remarks>
public interface IRandomModule
{
    /// <summary>The number of the next draw.</summary>
    long Position { get; set; }
}
