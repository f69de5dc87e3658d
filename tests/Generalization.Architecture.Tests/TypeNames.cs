using System.Reflection;

namespace Generalization.Tests.Architecture;

/// <summary>Types by short names, as C# writes them.</summary>
internal static class TypeNames
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
    };

    public static string Of(Type type) => Of(type, null);

    public static string Of(ParameterInfo parameter)
    {
        var passed = parameter.ParameterType.IsByRef
            ? (
                parameter.IsOut ? "out "
                : parameter.IsIn ? "in "
                : "ref "
            )
            : "";
        return passed + Of(Unreferenced(parameter.ParameterType), Nullability.Create(parameter));
    }

    public static string Of(PropertyInfo property) => Of(property.PropertyType, Nullability.Create(property));

    public static string Of(FieldInfo field) => Of(field.FieldType, Nullability.Create(field));

    private static Type Unreferenced(Type type) => type.IsByRef ? type.GetElementType()! : type;

    private static string Of(Type type, NullabilityInfo? nullability)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying, null) + "?";
        var optional = nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{optional}";
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword + optional;
        if (!type.IsGenericType)
            return Nested(type) + optional;
        var arguments = type.GetGenericArguments()
            .Select((a, i) => Of(a, nullability?.GenericTypeArguments.ElementAtOrDefault(i)))
            .ToArray();
        return type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
            ? $"({string.Join(", ", arguments)})"
            : $"{Nested(type).Split('`')[0]}<{string.Join(", ", arguments)}>{optional}";
    }

    // torch.Tensor is Tensor to every reader.
    private static string Nested(Type type) =>
        type is { DeclaringType: { Name: not "torch" } outer, IsGenericParameter: false } ? $"{Nested(outer)}.{type.Name}" : type.Name;
}
