using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Generalization.Tests.Architecture;

/// <summary>The public types as text: namespaces in the order of the layers, types by name, members as they stand in the source, with short
/// names.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    // What the compiler adds to a record.
    private static readonly HashSet<string> OfRecords =
    [
        "Equals",
        "GetHashCode",
        "ToString",
        "Deconstruct",
        "PrintMembers",
        "<Clone>$",
        "op_Equality",
        "op_Inequality",
        "get_EqualityContract",
    ];

    public static string Of(IEnumerable<Assembly> assemblies, IEnumerable<string> namespaces)
    {
        var types = assemblies.SelectMany(a => a.GetExportedTypes()).Where(t => t.DeclaringType is null).ToLookup(t => t.Namespace);
        var text = new StringBuilder();
        foreach (var name in namespaces.Where(n => types[n].Any()))
        {
            text.Append(CultureInfo.InvariantCulture, $"namespace {name}\n");
            foreach (var type in types[name].OrderBy(t => t.Name, StringComparer.Ordinal))
                Write(text, type, "  ");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Type type, string indent)
    {
        text.Append(indent).Append(Head(type)).Append('\n');
        if (typeof(Delegate).IsAssignableFrom(type))
            return;
        foreach (
            var member in type.GetMembers(Declared)
                .Where(m => IsOpen(m) && !IsOfCompiler(m, type))
                .OrderBy(m => m.MetadataToken & 0xFFFFFF)
                .ThenBy(Rank)
        )
            if (member is Type nested)
                Write(text, nested, indent + "  ");
            else
                text.Append(indent).Append("  ").Append(Line(member)).Append('\n');
    }

    // Constructors and methods share a table; properties and fields have their own, so that the kind decides first.
    private static int Rank(MemberInfo member) => (int)member.MemberType;

    private static string Head(Type type)
    {
        var kind =
            type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsValueType ? (IsRecord(type) ? "record struct" : "struct")
            : IsRecord(type) ? "record"
            : "class";
        var manner = kind switch
        {
            "class" or "record" when type.IsAbstract && type.IsSealed => "static ",
            "class" or "record" when type.IsAbstract => "abstract ",
            "class" or "record" when !type.IsSealed => "open ",
            _ => "",
        };
        var bases = new[] { type.BaseType }
            .Concat(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []))
            .OfType<Type>()
            .Where(b => b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum) && b.Name is not "IEquatable`1" && b.IsVisible)
            .Where(b => !type.IsEnum && kind != "delegate")
            .Select(TypeNames.Of)
            .ToArray();
        var arguments = kind == "delegate" ? Parameters(type.GetMethod("Invoke")!) : "";
        return $"{manner}{kind} {TypeNames.Of(type)}{arguments}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : "")}";
    }

    private static string Line(MemberInfo member) =>
        member switch
        {
            ConstructorInfo c => $"new{Parameters(c)}",
            FieldInfo { IsLiteral: true, DeclaringType.IsEnum: true } f =>
                $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}",
            FieldInfo { IsLiteral: true } f => $"const {TypeNames.Of(f)} {f.Name} = {f.GetRawConstantValue()}",
            FieldInfo f => $"{Shared(f.IsStatic)}{TypeNames.Of(f)} {f.Name}",
            PropertyInfo p =>
                $"{Shared(Accessor(p).IsStatic)}{Manner(Accessor(p))}{TypeNames.Of(p)} {p.Name}{Index(p)} {{ {Accessors(p)} }}",
            MethodInfo m => $"{Shared(m.IsStatic)}{Manner(m)}{TypeNames.Of(m.ReturnParameter)} {m.Name}{Generic(m)}{Parameters(m)}",
            EventInfo e => $"event {TypeNames.Of(e.EventHandlerType!)} {e.Name}",
            _ => member.Name,
        };

    private static string Shared(bool isStatic) => isStatic ? "static " : "";

    private static string Manner(MethodBase method) =>
        method is { DeclaringType.IsInterface: true }
            ? (method.IsAbstract ? "" : "default ")
            : (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")
                + (
                    method.IsAbstract ? "abstract "
                    : method is { IsVirtual: true, IsFinal: false } && IsNew(method) ? "virtual "
                    : ""
                );

    private static bool IsNew(MethodBase method) => method is MethodInfo m && m.GetBaseDefinition() == m;

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Index(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } index ? $"[{string.Join(", ", index.Select(TypeNames.Of))}]" : "";

    private static string Accessors(PropertyInfo property)
    {
        var setter = property.SetMethod is { } s && IsOpen(s) ? s : null;
        var init = setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string?[] words =
        [
            property.CustomAttributes.Any(a => a.AttributeType.Name == "RequiredMemberAttribute") ? "required;" : null,
            property.GetMethod is null ? null : "get;",
            setter is null ? null
            : init ? "init;"
            : "set;",
        ];
        return string.Join(' ', words.OfType<string>());
    }

    private static MethodInfo Accessor(PropertyInfo property) => property.GetMethod ?? property.SetMethod!;

    private static string Parameters(MethodBase method)
    {
        var extends = method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "";
        return $"({extends}{string.Join(", ", method.GetParameters().Select(Parameter))})";
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var many = parameter.IsDefined(typeof(ParamArrayAttribute), false) || parameter.IsDefined(typeof(ParamCollectionAttribute), false);
        var standard = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue)}" : "";
        return $"{(many ? "params " : "")}{TypeNames.Of(parameter)} {parameter.Name}{standard}";
    }

    private static string Value(object? value) =>
        value switch
        {
            null => "null",
            string s => $"\"{s}\"",
            bool b => b ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$", Declared) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);

    private static bool IsOpen(MemberInfo member) =>
        member switch
        {
            MethodBase m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly,
            FieldInfo f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly,
            PropertyInfo p => IsOpen(Accessor(p)),
            EventInfo e => IsOpen(e.AddMethod!),
            Type t => t.IsNestedPublic || t.IsNestedFamily,
            _ => false,
        };

    private static bool IsOfCompiler(MemberInfo member, Type type) =>
        member switch
        {
            MethodInfo { IsSpecialName: true } m when !m.Name.StartsWith("op_", StringComparison.Ordinal) => true,
            MethodInfo m when IsRecord(type) && OfRecords.Contains(m.Name) => true,
            MethodInfo m => m.GetBaseDefinition() != m && m.GetBaseDefinition().DeclaringType == typeof(object),
            PropertyInfo { Name: "EqualityContract" } => true,
            FieldInfo { IsSpecialName: true } => true,
            // The copy constructor of a record.
            ConstructorInfo c => IsRecord(type) && c.GetParameters() is [var only] && only.ParameterType == type,
            _ => false,
        };
}
