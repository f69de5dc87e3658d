using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Generalization.Identity;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>Modules and parameters in a network's fields that it does not know of: TorchSharp registers what stands in a field of its own,
/// and nothing in lists and in other objects.</summary>
internal sealed class UnregisteredParts
{
    // Objects in objects.
    private const int Deepest = 4,
        MostItems = 1000;

    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly HashSet<nn.Module> registered;
    private readonly HashSet<IntPtr> known;
    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<UnregisteredPart> found = [];

    private UnregisteredParts(nn.Module network)
    {
        var all = ModuleWords.All(network).ToArray();
        registered = [.. all.Select(m => m.Module)];
        known = [.. Tensors(network).Select(t => t.Handle)];
        foreach (var (name, module) in all)
        foreach (var (type, field) in Fields(module.GetType()))
            Look(
                field.GetValue(module),
                new Place($"the field {Description.NameOf(field)} of {type.Name}{(name.Length > 0 ? $" ({name})" : "")}", type.Assembly)
            );
    }

    /// <summary>What a network does not know of.</summary>
    public static IReadOnlyList<UnregisteredPart> Of(nn.Module network) => new UnregisteredParts(network).found;

    // Where a value was found.
    private readonly record struct Place(string Field, Assembly Of, int Depth = 0);

    private void Look(object? value, Place place)
    {
        switch (value)
        {
            case null or string or Delegate or Type:
                return;
            case Parameter parameter:
                if (!parameter.IsInvalid)
                    Report([parameter], isDrawing: false, place);
                return;
            case Tensor:
                return;
            case nn.Module module:
                if (!registered.Contains(module) && seen.Add(module))
                    Report(
                        Tensors(module),
                        ModuleWords.All(module).Any(m => !registered.Contains(m.Module) && ModuleWords.Draws(m.Module)),
                        place
                    );
                return;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++)
                    Look(tuple[i], place);
                return;
            case IDictionary dictionary:
                LookAtItems(dictionary.Values, place);
                return;
            case ICollection or IReadOnlyCollection<nn.Module> or IReadOnlyCollection<Parameter>:
                LookAtItems((IEnumerable)value, place);
                return;
            default:
                LookInside(value, place);
                return;
        }
    }

    private void LookAtItems(IEnumerable items, Place place)
    {
        if (items.GetType().GetElementType() is { IsPrimitive: true } || !seen.Add(items))
            return;
        try
        {
            foreach (var item in items.Cast<object?>().Take(MostItems))
                Look(item, place);
        }
        catch (InvalidOperationException)
        {
            // A list of which nothing was made has no items.
        }
    }

    // Only into the caller's own: what the system holds and what other libraries hold are no parts of a network.
    private void LookInside(object value, Place place)
    {
        var type = value.GetType();
        if (type.Assembly != place.Of || type.IsPrimitive || type.IsEnum || place.Depth == Deepest)
            return;
        if (!type.IsValueType && !seen.Add(value))
            return;
        foreach (var (_, field) in Fields(type))
            Look(field.GetValue(value), place with { Depth = place.Depth + 1 });
    }

    private void Report(IEnumerable<Tensor> tensors, bool isDrawing, Place place)
    {
        Tensor[] unknown = [.. tensors.Where(t => !known.Contains(t.Handle))];
        if (unknown.Length > 0 || isDrawing)
            found.Add(new(place.Field, [.. unknown.OfType<Parameter>().Where(p => p.requires_grad)]));
    }

    private static IEnumerable<Tensor> Tensors(nn.Module module) => module.parameters().Concat(module.buffers()).Where(t => !t.IsInvalid);

    // Of the caller's types and what they derive from, up to torch's own.
    private static IEnumerable<(Type Of, FieldInfo Field)> Fields(Type type)
    {
        for (var t = type; t is not null && t != typeof(object) && t.Assembly != typeof(nn.Module).Assembly; t = t.BaseType)
            foreach (var field in t.GetFields(Declared))
                if (field.FieldType is { IsPrimitive: false, IsPointer: false, IsFunctionPointer: false })
                    yield return (t, field);
    }
}
