using System.Reflection;
using TorchSharp;
using static Generalization.Tests.Architecture.Instructions;

namespace Generalization.Tests.Architecture;

/// <summary>Reads instructions: a scalar that nothing keeps is freed so seldom while libtorch reads it that no run would show it.</summary>
public class ScalarLifetimeTests
{
    private const string Keeper = "ScalarArithmetic";
    private static readonly Lazy<HashSet<(Module, int)>> Losing = new(FindLosing);

    public static TheoryData<string> Names => [.. Libraries.All.Select(a => a.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_live_until_libtorch_has_read_them(string name) =>
        Libraries
            .All.Single(a => a.GetName().Name == name)
            .GetTypes()
            .Where(t => t.Name != Keeper)
            .SelectMany(Bodies)
            .SelectMany(Lost)
            .Should()
            .BeEmpty($"{name} leaves numbers to {Keeper}, which keeps them");

    [Fact]
    public void Numbers_that_TorchSharp_makes_itself_are_seen() => Lost(((Delegate)Unkept).Method).Should().HaveCount(3);

    private static torch.Tensor Unkept(torch.Tensor x) => (x * 2.0).clamp_min(0) + x;

    private static IEnumerable<string> Lost(MethodBase method) =>
        Calls(method)
            .Where(c => Makes(c) || Losing.Value.Contains(Key(c)))
            .Select(c => $"{method.DeclaringType}.{method.Name}: {c.DeclaringType}.{c.Name}");

    // Those of TorchSharp that make a scalar and do not dispose of it, and all that call them; overrides are not followed.
    private static HashSet<(Module, int)> FindLosing()
    {
        var calls = typeof(Scalar)
            .Assembly.GetTypes()
            .Where(t => t != typeof(Scalar) && t != typeof(ScalarExtensionMethods))
            .SelectMany(Bodies)
            .ToDictionary(Key, m => Calls(m).ToArray());
        var callers = calls.SelectMany(m => m.Value.Select(c => (Caller: m.Key, Called: Key(c)))).ToLookup(c => c.Called, c => c.Caller);
        var open = new Queue<(Module, int)>(
            calls.Where(m => m.Value.Count(Makes) > m.Value.Count(c => c.Name == nameof(IDisposable.Dispose))).Select(m => m.Key)
        );
        var found = new HashSet<(Module, int)>(open);
        while (open.TryDequeue(out var losing))
            foreach (var caller in callers[losing])
                if (found.Add(caller))
                    open.Enqueue(caller);
        return found;
    }

    private static bool Makes(MethodBase method) =>
        method is MethodInfo { IsStatic: true } m
        && m.ReturnType == typeof(Scalar)
        && (m.DeclaringType == typeof(Scalar) || m.DeclaringType == typeof(ScalarExtensionMethods));

    private static (Module, int) Key(MethodBase method) => (method.Module, method.MetadataToken);
}
