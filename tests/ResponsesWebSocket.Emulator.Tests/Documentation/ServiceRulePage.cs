using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace ResponsesWebSocket.Emulator.Tests.Documentation;

/// <summary>The page that lists what the emulator promises. Numbers and words are written by hand, the column of tests comes from the traits.</summary>
internal static partial class ServiceRulePage
{
    public static string Path { get; } = RepositoryFiles.FullPath("docs/service-rules.md");

    /// <summary>The numbers of the rules on a page, in their order.</summary>
    public static IReadOnlyList<string> RulesOf(string page) => [.. Row().Matches(page).Select(static row => row.Groups["rule"].Value)];

    /// <summary>Which tests carry which rule.</summary>
    public static ILookup<string, MethodInfo> Tests { get; } = typeof(ServiceRulePage).Assembly.GetTypes()
        .SelectMany(static type => type.GetMethods())
        .SelectMany(static method => RulesOf(method).Select(rule => (Rule: rule, Method: method)))
        .ToLookup(static pair => pair.Rule, static pair => pair.Method);

    /// <summary>The page with the tests that carry the rules today.</summary>
    public static string Fill(string page) => Row().Replace(page, static row =>
        $"| {row.Groups["rule"].Value} | {row.Groups["words"].Value} | {string.Join(", ", ClassesFor(row.Groups["rule"].Value))} |");

    /// <summary>A table for reading: rule, number of tests, words.</summary>
    public static string Overview(string page)
    {
        var overview = new StringBuilder();
        foreach (Match row in Row().Matches(page))
        {
            var rule = row.Groups["rule"].Value;
            overview.AppendLine($"{rule,-7} {Tests[rule].Count(),2}  {row.Groups["words"].Value}");
        }

        return overview.ToString();
    }

    private static IEnumerable<string> ClassesFor(string rule) =>
        Tests[rule].Select(static method => $"`{method.DeclaringType!.Name}`").Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> RulesOf(MethodInfo method) => method.GetCustomAttributesData()
        .Where(static attribute => attribute.AttributeType == typeof(TraitAttribute) && attribute.ConstructorArguments[0].Value is "Rule")
        .Select(static attribute => (string)attribute.ConstructorArguments[1].Value!);

    [GeneratedRegex(@"^\| (?<rule>[MQ]?\d+(\.\d+)*) \| (?<words>.+?) \| [^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
