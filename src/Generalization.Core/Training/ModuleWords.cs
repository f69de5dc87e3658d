using System.Reflection;
using System.Text;
using Generalization.Identity;
using static TorchSharp.torch;

namespace Generalization.Training;

/// <summary>What a module is in words, with the parameters that its weights' shapes do not show, such as the probability of
/// dropout.</summary>
public static class ModuleWords
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Those whose masks come from the process's generator, or whose parameters libtorch keeps to itself.
    private static readonly string[] Drawing = ["Dropout", "RReLU", "RNN", "LSTM", "GRU", "Transformer", "MultiheadAttention"];

    /// <summary>What a network's modules are, each kind once: with the settings that its weights' shapes do not show, such as the
    /// probability of dropout. A module that holds code is told by its type.</summary>
    /// <param name="network">The network.</param>
    public static string KindsOf(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return string.Join("; ", All(network).Select(m => WordsOrType(m.Module)).Distinct());
    }

    // Of a module that holds code only the type is known.
    private static string WordsOrType(nn.Module module)
    {
        try
        {
            return Of(module);
        }
        catch (ArgumentException)
        {
            return module.GetType().FullName!;
        }
    }

    /// <summary>A network's modules, itself with an empty name among them.</summary>
    internal static IEnumerable<(string Name, nn.Module Module)> All(nn.Module network) => network.named_modules().Prepend(("", network));

    /// <summary>Its own words where it has some; else the type's full name and the values of its public properties, and of what its
    /// constructor left in read-only fields.</summary>
    internal static string Of(nn.Module module)
    {
        if (module is IDescribed described)
            return described.Describe();
        var type = module.GetType();
        var values = Types(type)
            .SelectMany(t => Values(t, module, isTorchs: t.Assembly == typeof(nn.Module).Assembly))
            .DistinctBy(v => v.Name)
            .Select(v => $"{v.Name} = {v.Words}")
            .ToArray();
        return values.Length == 0 ? $"{type}" : $"{type} {{ {string.Join(", ", values)} }}";
    }

    /// <summary>The modules that draw from the generator of the whole process while they are trained.</summary>
    internal static IEnumerable<string> DrawingGlobally(nn.Module network) =>
        All(network).Where(m => DrawsGlobally(m.Module)).Select(m => m.Name.Length > 0 ? m.Name : m.Module.GetName());

    /// <summary>Whether a module draws while it is trained, from its own generator or from that of the whole process.</summary>
    internal static bool Draws(nn.Module module) => module is IRandomModule || DrawsGlobally(module);

    private static bool DrawsGlobally(nn.Module module) =>
        module is not IRandomModule
        && module.GetType() is { Namespace: "TorchSharp.Modules" } type
        && Drawing.Any(d => type.Name.Contains(d, StringComparison.Ordinal))
        && type.GetProperty("p")?.GetValue(module) is not 0.0;

    // The module's own types, without what every module has.
    private static IEnumerable<Type> Types(Type type)
    {
        for (var t = type; t is not null && t != typeof(nn.Module) && t.DeclaringType != typeof(nn); t = t.BaseType)
            yield return t;
    }

    private static IEnumerable<(string Name, string Words)> Values(Type type, nn.Module module, bool isTorchs)
    {
        foreach (var field in type.GetFields(Declared))
            // What is not read-only may be a counter; torch's own fields are settings.
            if (
                (isTorchs || field.IsInitOnly || field.IsPublic || IsCaptured(field))
                && (isTorchs ? Words(field.GetValue(module)) : OwnWords(type, field, field.GetValue(module))) is { } words
            )
                yield return (Description.NameOf(field), words);
        foreach (var property in type.GetProperties(Declared))
            if (property is { GetMethod.IsPublic: true, PropertyType.IsByRefLike: false } && property.GetIndexParameters().Length == 0)
                if (Words(Read(property, module)) is { } words)
                    yield return (property.Name, words);
    }

    private static bool IsCaptured(FieldInfo field) => field.Name.EndsWith(">P", StringComparison.Ordinal);

    private static object? Read(PropertyInfo property, nn.Module module)
    {
        // A handle that the property makes is not looked at.
        if (typeof(Tensor).IsAssignableFrom(property.PropertyType) || typeof(nn.Module).IsAssignableFrom(property.PropertyType))
            return null;
        try
        {
            return property.GetValue(module);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    private static string? Words(object? value) => value is null ? null : Description.Simple(value);

    // A caller's module may keep its settings in a record, or what it does in a delegate. Tensors and modules are told by the state.
    private static string? OwnWords(Type type, FieldInfo field, object? value) =>
        Words(value) ?? (value is IDescribed or Delegate || IsRecord(value) ? Description.OfField(type, field, value) : null);

    private static bool IsRecord(object? value) =>
        value is not (null or nn.Module) && value.GetType().GetMethod("PrintMembers", Declared, [typeof(StringBuilder)]) is not null;
}
