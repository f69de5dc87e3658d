using System.Reflection;
using System.Runtime.CompilerServices;
using static Generalization.Tests.Architecture.Instructions;

namespace Generalization.Tests.Architecture;

/// <summary>Reads instructions: a number in an interpolated string without a culture is written in the user's, who reads 0,5 where a file
/// or a message says 0.5.</summary>
public class InvariantNumberTests
{
    private static readonly HashSet<Type> Real =
    [
        typeof(double),
        typeof(float),
        typeof(Half),
        typeof(decimal),
        typeof(DateTime),
        typeof(DateTimeOffset),
        typeof(DateOnly),
        typeof(TimeOnly),
    ];

    private static readonly HashSet<Type> Whole =
    [
        typeof(int),
        typeof(long),
        typeof(short),
        typeof(sbyte),
        typeof(nint),
        typeof(Int128),
        typeof(byte),
        typeof(ushort),
        typeof(uint),
        typeof(ulong),
    ];

    public static TheoryData<string> Names => [.. Libraries.All.Select(a => a.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_in_strings_do_not_depend_on_the_culture(string name) =>
        string.Join('\n', Libraries.All.Single(a => a.GetName().Name == name).GetTypes().SelectMany(Bodies).SelectMany(Cultural).Distinct())
            .Should()
            .BeEmpty();

    [Fact]
    public void Those_that_do_are_seen() => Cultural(((Delegate)Sample).Method).Should().HaveCount(4);

    private static string Sample(double real, int whole) =>
        $"{real} and {whole:N0} and {whole}"
        + FormattableString.Invariant($"{real}")
        + string.Create(null, $"{real}")
        + string.Join(", ", new List<double> { real })
        + real.ToString();

    // A handler is made, filled and read; within it another may be.
    private static IEnumerable<string> Cultural(MethodBase method)
    {
        var open = new Stack<bool>();
        foreach (var call in Calls(method))
        {
            if (call.Name == "Create" && call.DeclaringType == typeof(string) && open.Count > 0)
                open.Pop();
            if (IsCulturalText(call) && method.Name != "PrintMembers")
                yield return $"{method.DeclaringType}.{method.Name}: {call}";
            if (call.DeclaringType != typeof(DefaultInterpolatedStringHandler))
                continue;
            if (call.IsConstructor)
                open.Push(call.GetParameters().Length == 2);
            else if (call.Name == nameof(DefaultInterpolatedStringHandler.ToStringAndClear))
                open.Pop();
            else if (open.Count > 0 && open.Peek() && IsCultural(call))
                yield return $"{method.DeclaringType}.{method.Name}: {call.GetParameters()[0].ParameterType}";
        }
    }

    private static bool IsCulturalText(MethodBase call) =>
        (call is { Name: nameof(ToString), DeclaringType: { } type } && Real.Contains(type) && call.GetParameters().All(p => IsText(p)))
        || (call is { Name: nameof(string.Join), IsGenericMethod: true } && Real.Contains(call.GetGenericArguments()[0]));

    private static bool IsText(ParameterInfo parameter) => parameter.ParameterType == typeof(string);

    private static bool IsCultural(MethodBase call)
    {
        if (!call.Name.StartsWith("AppendFormatted", StringComparison.Ordinal) || !call.IsGenericMethod)
            return false;
        var given = call.GetGenericArguments()[0];
        var type = Nullable.GetUnderlyingType(given) ?? given;
        var hasFormat = call.GetParameters().Any(p => p.ParameterType == typeof(string));
        return Real.Contains(type) || (hasFormat && Whole.Contains(type));
    }
}
