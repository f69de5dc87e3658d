namespace Generalization.Training;

/// <summary>A field with a module or a parameter that its network does not know of.</summary>
/// <param name="Field">The field, with the module that has it.</param>
/// <param name="IsInList">Whether it is in a list, an array or a dictionary of modules or parameters.</param>
/// <param name="IsTrainable">Whether it has a parameter that wants a gradient.</param>
internal sealed record UnregisteredPart(string Field, bool IsInList, bool IsTrainable);
