using System.Text.RegularExpressions;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>Code on a page is code of a test. A block of C# below the comment <c>snippet: NAME</c> stands, letter by letter but for the
/// indentation, between the comments <c>snippet: NAME</c> and <c>end snippet</c> of a source file that is compiled and run. Several such pieces of one
/// file are one snippet. The usings above it are the page's own: that a whole program compiles is what <c>PackagedReadmeTests</c> shows.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>Pages on which every block of C# has a name. On the others, those that have one are checked.</summary>
    private static readonly string[] WhollyChecked = ["README.md", "docs/emulator.md", "docs/observability.md", "docs/steering.md"];

    public static TheoryData<string> Pages => [.. AllPages()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_on_a_page_is_the_code_that_is_compiled_and_run(string page)
    {
        var text = RepositoryFiles.Read(page);
        var sources = Snippets();

        var shown = Blocks().Matches(text);

        foreach (var block in shown.AsEnumerable())
        {
            var name = block.Groups["name"].Value;
            sources.Should().ContainKey(name, "{0} shows it", page);
            Usings().Replace(block.Groups["code"].Value, "").TrimEnd().Should().Be(sources[name], "{0} shows {1}", page, name);
        }

        if (WhollyChecked.Contains(page))
        {
            shown.Should().HaveCount(Regex.Count(text, "^```csharp", RegexOptions.Multiline), "every block of C# on {0} has a name", page);
        }
    }

    [Fact]
    public void Every_snippet_is_shown_somewhere()
    {
        var shown = AllPages().SelectMany(static page => Blocks().Matches(RepositoryFiles.Read(page)).Select(static block => block.Groups["name"].Value));

        Snippets().Keys.Should().BeEquivalentTo(shown).And.NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_link_to_a_file_or_a_heading_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryFiles.Root, page))!;
        var wrong = Links().Matches(RepositoryFiles.Read(page))
            .Select(static link => link.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal))
            .Where(link => link.Split('#') is var parts
                && (parts[0].Length > 0 && !Path.Exists(Path.Combine(folder, parts[0]))
                    || parts.Length > 1 && parts[0].Length == 0 && !Anchors(page).Contains(parts[1])));

        wrong.Should().BeEmpty();
    }

    private static IEnumerable<string> AllPages() => Directory.EnumerateFiles(RepositoryFiles.Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "docs"), "*.md", SearchOption.AllDirectories))
        .Select(static file => Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Snippets() => new[] { "tests", "samples" }
        .SelectMany(RepositoryFiles.Sources)
        .SelectMany(static path => Marked().Matches(RepositoryFiles.Read(path)).AsEnumerable())
        .GroupBy(static match => match.Groups["name"].Value, static match => Outdent(match.Groups["indent"].Value, match.Groups["code"].Value))
        .ToDictionary(static snippet => snippet.Key, static snippet => string.Join("\n\n", snippet));

    private static string Outdent(string indent, string code) =>
        string.Join('\n', code.TrimEnd().Split('\n').Select(line => line.StartsWith(indent, StringComparison.Ordinal) ? line[indent.Length..] : line));

    private static IEnumerable<string> Anchors(string page) => Headings().Matches(RepositoryFiles.Read(page))
        .Select(static heading => NoAnchor().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-'));

    [GeneratedRegex(@"^<!-- snippet: (?<name>[\w-]+) -->\n```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^(?<indent> *)// snippet: (?<name>[\w-]+)\n(?<code>.*?)^ *// end snippet$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"\A(?:using [\w.]+;\n)+\n")]
    private static partial Regex Usings();

    [GeneratedRegex(@"(?<!\!)\[[^\]\n]+\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NoAnchor();
}
