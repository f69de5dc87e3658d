namespace Generalization.Training;

/// <summary>A module that draws random numbers while it is trained; where it stands belongs to the state of a training.</summary>
public interface IRandomModule
{
    /// <summary>The number of the next draw.</summary>
    long Position { get; set; }
}
