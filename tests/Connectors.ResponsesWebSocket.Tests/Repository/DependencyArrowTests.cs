using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>Arrows run one way: between projects as their files declare it, between folders as the types of the compiled assemblies use each other.</summary>
public sealed partial class DependencyArrowTests
{
    /// <summary>For each folder of machinery, the folders it may use. A folder that is not listed must not exist.</summary>
    private static readonly Dictionary<string, Dictionary<string, string[]>> FolderArrows = new()
    {
        ["ResponsesWebSocket.Client"] = new()
        {
            ["Wire"] = [],
            ["Telemetry"] = [],
            ["Context"] = ["Telemetry"],
            ["Transport"] = ["Wire"],
            ["Sessions"] = ["Wire", "Transport", "Context", "Telemetry"],
            ["Resilience"] = ["Wire", "Context", "Telemetry"],
            ["Pool"] = ["Wire", "Transport", "Sessions", "Resilience", "Context", "Telemetry"],
            ["History"] = ["Wire"],
            ["Turns"] = ["Wire", "Transport", "Sessions", "Pool", "History", "Resilience", "Context", "Telemetry"],
            ["Renewal"] = ["Wire", "Sessions", "Pool", "History", "Turns", "Context", "Telemetry"],
            ["Composition"] = ["Wire", "Transport", "Pool", "History", "Turns", "Renewal", "Resilience", "Context", "Telemetry"],
        },
        ["Connectors.ResponsesWebSocket"] = new()
        {
            ["Mapping"] = ["Diagnostics"],
            ["Diagnostics"] = [],
            ["Registration"] = [],
            ["Clients"] = [],
            ["Errors"] = [],
            ["FunctionCalling"] = ["Mapping", "Diagnostics", "Clients", "Errors"],
        },
        ["ResponsesWebSocket.Emulator"] = new()
        {
            ["Protocol"] = [],
            ["State"] = ["Protocol", "Faults", "Costs"],
            ["Faults"] = [],
            ["Costs"] = ["Protocol", "Faults"],
            ["Models"] = ["Protocol"],
            ["Recording"] = ["Protocol"],
            ["Scripts"] = ["Protocol", "Faults", "Models"],
            ["Outputs"] = ["Protocol", "Faults", "Costs", "Models"],
            ["Steering"] = ["Protocol", "Outputs"],
            ["Turns"] = ["Protocol", "State", "Faults", "Costs", "Outputs", "Steering"],
            ["Connections"] = ["Protocol", "State", "Faults", "Outputs", "Steering", "Turns"],
            ["Http"] = ["Protocol", "State", "Faults", "Outputs", "Steering", "Turns"],
            ["Chat"] = ["Protocol", "Http"],
            ["Hosting"] = ["Protocol", "State", "Faults", "Costs", "Connections", "Http", "Chat"],
        },
    };

    private static readonly Dictionary<string, string[]> ProjectArrows = new()
    {
        ["src/ResponsesWebSocket.Client"] = [],
        ["src/ResponsesWebSocket.Emulator"] = [],
        ["src/ResponsesWebSocket.Emulator.Tool"] = ["ResponsesWebSocket.Emulator"],
        ["src/Connectors.ResponsesWebSocket"] = ["ResponsesWebSocket.Client"],
    };

    [Theory]
    [InlineData("src/ResponsesWebSocket.Client")]
    [InlineData("src/ResponsesWebSocket.Emulator")]
    [InlineData("src/ResponsesWebSocket.Emulator.Tool")]
    [InlineData("src/Connectors.ResponsesWebSocket")]
    public void A_project_references_only_what_the_design_allows(string project)
    {
        var file = RepositoryFiles.FullPath($"{project}/{Path.GetFileName(project)}.csproj");

        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        references.Should().BeEquivalentTo(ProjectArrows[project]);
    }

    [Theory]
    [InlineData("ResponsesWebSocket.Client")]
    [InlineData("Connectors.ResponsesWebSocket")]
    [InlineData("ResponsesWebSocket.Emulator")]
    public void A_folder_uses_only_folders_the_design_allows(string project)
    {
        var uses = TypeUse.Of(project);

        uses.Should().NotBeEmpty("a scan that finds no use at all proves nothing");
        uses.Where(use => !FolderArrows[project][use.Folder].Contains(use.UsedFolder)).Select(static use => $"{use.Folder}/{use.Type} uses {use.UsedFolder}/{use.UsedType}").Distinct()
            .Should().BeEmpty();
    }

    [Theory]
    [InlineData("ResponsesWebSocket.Client")]
    [InlineData("Connectors.ResponsesWebSocket")]
    [InlineData("ResponsesWebSocket.Emulator")]
    public void The_allowed_arrows_make_no_circle_and_lead_to_folders_that_exist(string project)
    {
        var arrows = FolderArrows[project];
        var folders = RepositoryFiles.Sources($"src/{project}").Select(static path => path.Split('/')).Where(static parts => parts.Length > 3).Select(static parts => parts[2]).Distinct();

        arrows.Keys.Should().BeEquivalentTo(folders);
        arrows.Values.SelectMany(static used => used).Should().BeSubsetOf(arrows.Keys);

        // A folder whose arrows all lead to folders taken away before can be taken away.
        var left = arrows.Keys.ToHashSet();
        while (left.RemoveWhere(folder => !arrows[folder].Any(left.Contains)) > 0)
        {
        }

        left.Should().BeEmpty("these use each other in a circle");
    }

    [Theory]
    [InlineData("ResponsesWebSocket.Client")]
    [InlineData("Connectors.ResponsesWebSocket")]
    [InlineData("ResponsesWebSocket.Emulator")]
    [InlineData("ResponsesWebSocket.Emulator.Tool")]
    public void A_namespace_is_the_folder_its_file_lies_in(string project)
    {
        var wrong = RepositoryFiles.Sources($"src/{project}")
            .Where(path => Namespace().Match(RepositoryFiles.Read(path)) is { Success: true } declared
                && declared.Groups[1].Value != Expected(path)
                && !IsBuilderExtension(path, declared.Groups[1].Value))
            .ToList();

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void The_emulator_knows_nothing_of_the_client_and_the_client_nothing_of_Semantic_Kernel()
    {
        RepositoryFiles.Sources("src/ResponsesWebSocket.Emulator").Where(static path => RepositoryFiles.Read(path).Contains("ResponsesWebSocket.Client")).Should().BeEmpty();
        RepositoryFiles.Sources("src/ResponsesWebSocket.Client").Where(static path => RepositoryFiles.Read(path).Contains("Microsoft.SemanticKernel")).Should().BeEmpty();
    }

    private static string Expected(string path) => string.Join('.', path.Split('/')[1..^1]);

    // Builder extensions lie where users of the builders find them without a using.
    private static bool IsBuilderExtension(string path, string declared) =>
        path.EndsWith("Extensions.cs", StringComparison.Ordinal) && declared is "Microsoft.SemanticKernel" or "Microsoft.Extensions.DependencyInjection";

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
