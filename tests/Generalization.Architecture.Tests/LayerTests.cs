using System.Reflection;
using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Generalization.Tests.Architecture;

/// <summary>Reads the compiled assemblies: no arrow goes up, and no two namespaces know each other.</summary>
public class LayerTests
{
    [Fact]
    public void Namespaces_know_only_the_layers_above_them() =>
        Libraries
            .All.SelectMany(ArrowsOf)
            .Where(a => !Layers.MayKnow(a.From.Namespace, a.To.Namespace))
            .Select(a => $"{a.From.Namespace} knows {a.To.Namespace}: {a.From.Name} names {a.To.Name}")
            .Distinct()
            .Order()
            .Should()
            .BeEmpty();

    [Fact]
    public void Usings_name_only_the_layers_above() =>
        Libraries
            .Sources("src")
            .SelectMany(file =>
                UpwardUsings(File.ReadAllText(file)).Select(used => $"{Path.GetRelativePath(Libraries.Root, file)} uses {used}")
            )
            .Should()
            .BeEmpty();

    [Fact]
    public void Folders_are_namespaces() =>
        Libraries
            .Sources("src")
            .Where(file => !File.ReadAllText(file).Contains($"namespace {NamespaceOf(file)};", StringComparison.Ordinal))
            .Select(file => $"{Path.GetRelativePath(Libraries.Root, file)} is not in {NamespaceOf(file)}")
            .Should()
            .BeEmpty();

    [Fact]
    public void Libraries_open_their_internals_to_their_own_tests_alone() =>
        Libraries
            .All.SelectMany(a => a.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>())
            .Select(a => a.AssemblyName)
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal))
            .Should()
            .BeEmpty();

    [Fact]
    public void Core_needs_TorchSharp_and_the_logging_abstractions_alone() =>
        Libraries
            .All[0]
            .GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Should()
            .BeSubsetOf(["TorchSharp", "Microsoft.Extensions.Logging.Abstractions", "netstandard"]);

    private static string NamespaceOf(string file)
    {
        var parts = Path.GetRelativePath(Path.Combine(Libraries.Root, "src"), Path.GetDirectoryName(file)!).Split('/', '\\');
        return string.Join('.', parts).Replace("Generalization.Core.", "Generalization.", StringComparison.Ordinal);
    }

    private static IEnumerable<string> UpwardUsings(string source)
    {
        var own = Regex.Match(source, @"^namespace ([\w.]+);", RegexOptions.Multiline).Groups[1].Value;
        return Regex
            .Matches(source, @"^using (?:static )?(?:\w+ = )?(Generalization(?:\.\w+)*);", RegexOptions.Multiline)
            .Select(m => m.Groups[1].Value)
            .Select(name =>
                Layers.Ordered.Where(n => name == n || name.StartsWith(n + ".", StringComparison.Ordinal)).MaxBy(n => n.Length) ?? name
            )
            .Where(name => !Layers.MayKnow(own, name));
    }

    private sealed record Arrow(TypeReference From, TypeReference To);

    private static IEnumerable<Arrow> ArrowsOf(Assembly assembly)
    {
        var module = ModuleDefinition.ReadModule(assembly.Location);
        return module
            .GetTypes()
            .Where(t => Outermost(t).Namespace.StartsWith("Generalization", StringComparison.Ordinal))
            .SelectMany(t => References(t).SelectMany(Parts).Select(to => new Arrow(Outermost(t), Outermost(to))))
            .Where(a => a.To.Namespace.StartsWith("Generalization", StringComparison.Ordinal));
    }

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(i => i.InterfaceType),
            .. type.Fields.Select(f => f.FieldType),
            .. type.CustomAttributes.SelectMany(a => a.ConstructorArguments).Select(a => a.Value as TypeReference),
            .. type.Methods.SelectMany(m => m.Parameters.Select(p => p.ParameterType).Prepend(m.ReturnType)),
            .. type.Methods.Where(m => m.HasBody).SelectMany(m => InBody(m.Body)),
        ];

    private static IEnumerable<TypeReference?> InBody(Mono.Cecil.Cil.MethodBody body) =>
        [
            .. body.Variables.Select(v => v.VariableType),
            .. body.ExceptionHandlers.Select(h => h.CatchType),
            .. body.Instructions.SelectMany(i =>
                i.Operand switch
                {
                    TypeReference named => [named],
                    FieldReference field => [field.DeclaringType, field.FieldType],
                    GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
                    MethodReference method => [method.DeclaringType, method.ReturnType],
                    _ => (IEnumerable<TypeReference>)[],
                }
            ),
        ];

    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null => [],
            GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
            TypeSpecification made => Parts(made.ElementType),
            _ => [type],
        };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);
}
