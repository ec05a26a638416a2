using System.Globalization;
using System.Reflection;
using Xunit.Abstractions;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>
/// What a swap-in for Semantic Kernel's OpenAI connector has to show at least. Each point has tests that bear its number as a trait, so
/// that <c>dotnet test --filter Acceptance=18</c> runs those of point 18; the worked traces have theirs in the same way.
/// </summary>
public sealed class AcceptanceTests(ITestOutputHelper output)
{
    private static readonly string[] Points =
    [
        "registration resolves un-keyed and keyed, both interfaces, last wins",
        "arguments are checked when it is added",
        "endpoint: precedence and path",
        "when a key is needed",
        "attributes",
        "a null history throws, and so does an empty one",
        "one result",
        "text generation: the role of the prompt",
        "the model of the settings is not sent",
        "defaults send nothing",
        "settings of other types, texts and JSON values are converted",
        "settings of the own type stay the same object",
        "clone and freeze",
        "a limit of 0 tokens",
        "prompts of the settings: order, and the history is left alone",
        "eight response formats",
        "reasoning effort, as JSON too",
        "extra body",
        "every kind of content, good and bad",
        "forms of tool messages",
        "calls are sent again as written, whatever a filter did",
        "names are made acceptable",
        "a simulated call",
        "a history that was JSON",
        "tool schemas, plain and strict",
        "none, auto, required, and the second request",
        "no tools when there are none",
        "parallel calls, or not",
        "manual mode without a kernel",
        "functions added in the middle of the loop",
        "the fields and metadata of a result",
        "refusal",
        "arguments that are empty or no JSON",
        "types of arguments",
        "a stream's roles, keys and usage",
        "the builder rebuilds two parallel calls of two rounds",
        "a stream left early",
        "streams of text and bytes through the kernel",
        "three errors of validation, and a function that throws",
        "order and shape of the history, one by one and concurrently",
        "the limits of 128 rounds and of nesting",
        "the answer is not put into the history",
        "results as text",
        "filters: order, indexes, override, skip, exception",
        "termination before, after, concurrently, streaming or not",
        "a filter changes the history",
        "cancellation, before and meanwhile",
        "what an HttpOperationException holds, in both modes",
        "a failure keeps the earlier rounds",
        "the log line of the tokens, counters, the kernel's histograms",
        "no text in telemetry without the switch",
        "an agent's two turns with a tool round, streaming or not",
        "a round trip as a chat client",
        "a history through JSON, and the next turn",
    ];

    private static ILookup<int, MethodInfo> Methods => TestsWith("Acceptance").ToLookup(static test => Number(test.Value), static test => test.Method);

    private static readonly IEnumerable<string> Traces = Enumerable.Range(1, 10).Select(static trace => string.Create(CultureInfo.InvariantCulture, $"21.{trace}"));

    public static TheoryData<int, string> List
    {
        get
        {
            var list = new TheoryData<int, string>();
            foreach (var (index, point) in Points.Index())
            {
                list.Add(index + 1, point);
            }

            return list;
        }
    }

    /// <summary>Named so that a run shows the list.</summary>
    [Theory]
    [MemberData(nameof(List))]
    public void Each_point_has_a_test_that_runs(int number, string point)
    {
        var tests = Methods[number].ToList();
        output.WriteLine($"{number,2} {point}: {string.Join(", ", tests.Select(Described))}");

        tests.Should().NotBeEmpty();
        tests.Exists(IsRun).Should().BeTrue("a point without a test that runs is a hope");
    }

    [Fact]
    public void Every_trait_is_a_point_and_stands_on_a_test()
    {
        Points.Should().HaveCount(54);
        Methods.Select(static test => test.Key).Except(Enumerable.Range(1, Points.Length)).Should().BeEmpty("a trait has to be a point of the list");
        Methods.SelectMany(static test => test).Where(static method => FactOf(method) is null).Should().BeEmpty("only what runs shows anything");
    }

    [Fact]
    public void Every_worked_trace_has_a_test()
    {
        var tests = TestsWith("Trace").ToLookup(static test => test.Value, static test => test.Method);
        foreach (var trace in Traces)
        {
            output.WriteLine($"{trace}: {string.Join(", ", tests[trace].Select(Described))}");
        }

        tests.Select(static test => test.Key).Except(Traces).Should().BeEmpty("a trait has to be a trace");
        Traces.Where(trace => !tests[trace].Any(IsRun)).Should().BeEmpty("a trace without a test that runs is a hope");
    }

    /// <summary>On a class it holds for every test in it.</summary>
    private static IEnumerable<(string Value, MethodInfo Method)> TestsWith(string trait) =>
        from type in typeof(AcceptanceTests).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from value in ValuesOf(method, trait).Concat(FactOf(method) is null ? [] : ValuesOf(type, trait)).Distinct()
        select (value, method);

    private static IEnumerable<string> ValuesOf(MemberInfo member, string trait) => member.GetCustomAttributesData()
        .Where(data => data.AttributeType == typeof(TraitAttribute) && (string?)data.ConstructorArguments[0].Value == trait)
        .Select(static data => (string)data.ConstructorArguments[1].Value!);

    /// <summary>0, which is no point, for what is no number.</summary>
    private static int Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static FactAttribute? FactOf(MethodInfo method) => method.GetCustomAttribute<FactAttribute>();

    private static bool IsRun(MethodInfo method) => FactOf(method) is { Skip: null };

    private static string Described(MethodInfo method) => FactOf(method)?.Skip is { } reason ? $"{method.Name} (not run: {reason})" : method.Name;
}
