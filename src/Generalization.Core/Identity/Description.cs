using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Generalization.Identity;

/// <summary>Words for a caller's parts and for numbers.</summary>
public static class Description
{
    private const int Deepest = 8;
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Its own words where it has some, else those of <see cref="ByType(object)"/>.</summary>
    /// <param name="thing">What is described.</param>
    /// <exception cref="ArgumentException">It has no words of its own and holds what cannot be told from another.</exception>
    public static string Of(object thing)
    {
        ArgumentNullException.ThrowIfNull(thing);
        return thing is IDescribed described ? described.Describe() : ByType(thing);
    }

    /// <summary>The full name of the type and every value that the thing holds, in the order in which they are declared: the words of what
    /// has none of its own.</summary>
    /// <param name="thing">What is described; holds numbers, text, enumerations, lists of such and things that hold such.</param>
    /// <exception cref="ArgumentException">It holds a delegate or another thing that has no words.</exception>
    public static string ByType(object thing)
    {
        ArgumentNullException.ThrowIfNull(thing);
        return ByType(thing, 0);
    }

    /// <summary>The shortest digits that read back as the same number, invariant.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The words of a number, a text, an enumeration's value or a list of such; null for anything else.</summary>
    internal static string? Simple(object? value) =>
        value switch
        {
            null => "none",
            bool b => b ? "true" : "false",
            string s => $"\"{s}\"",
            Enum e => e.ToString(),
            double d => Number(d),
            float f => f.ToString("R", CultureInfo.InvariantCulture),
            IFormattable f when value.GetType().Namespace == nameof(System) => f.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable list when list.Cast<object?>().Select(Simple).ToArray() is var all && all.All(v => v is not null) =>
                $"[{string.Join(", ", all)}]",
            _ => null,
        };

    /// <summary>A field's name in the source: that of its property or of the constructor's parameter.</summary>
    internal static string NameOf(FieldInfo field) => field.Name[0] == '<' ? field.Name[1..field.Name.IndexOf('>', 1)] : field.Name;

    /// <summary>The words of what a thing holds under a name.</summary>
    /// <exception cref="ArgumentException">It is a delegate or another thing that has no words.</exception>
    internal static string OfField(Type owner, FieldInfo field, object? value) => Value(owner, NameOf(field), value, 0);

    private static string ByType(object thing, int depth)
    {
        var type = thing.GetType();
        var fields = Fields(type).Select(f => $"{NameOf(f)} = {Value(type, NameOf(f), f.GetValue(thing), depth)}").ToArray();
        return fields.Length == 0 ? $"{type}" : $"{type} {{ {string.Join(", ", fields)} }}";
    }

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.BaseType is { } below && below != typeof(object) && below != typeof(ValueType)
            ? Fields(below).Concat(type.GetFields(Declared))
            : type.GetFields(Declared);

    private static string Value(Type owner, string name, object? value, int depth) =>
        value switch
        {
            Delegate => throw new ArgumentException(
                $"{owner} holds the delegate {name}, and one delegate cannot be told from another, so that a checkpoint could go on with "
                    + "other code; make it a type of its own, or say in Describe() what it does."
            ),
            IDescribed described => described.Describe(),
            _ when Simple(value) is { } words => words,
            IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(v => Value(owner, name, v, depth + 1)))}]",
            _ when depth < Deepest && IsPlain(value!.GetType()) => ByType(value, depth + 1),
            _ => throw new ArgumentException(
                $"{owner} holds {name}, a {value!.GetType()}, of which two cannot be told apart by words; say in Describe() what it is."
            ),
        };

    // What holds values alone; a handle of the system or of libtorch is none.
    private static bool IsPlain(Type type) =>
        type is { IsPointer: false }
        && (
            type.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) != true
            || type.Name.StartsWith("KeyValuePair", StringComparison.Ordinal)
        )
        && type.Namespace?.StartsWith("TorchSharp", StringComparison.Ordinal) != true
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), false);
}
