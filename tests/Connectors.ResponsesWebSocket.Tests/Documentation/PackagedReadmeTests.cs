using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Connectors.ResponsesWebSocket.Tests.Documentation;

/// <summary>
/// What a reader of README.md gets: a new console application, the packages of this build, and each program of the page pasted into it.
/// </summary>
public sealed partial class PackagedReadmeTests : IDisposable
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static readonly string[] Packages = ["ResponsesWebSocket.Client", "Connectors.ResponsesWebSocket", "ResponsesWebSocket.Emulator"];

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(3), TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("packaged-readme-").FullName;

    [Fact]
    public async Task Each_program_compiles_in_a_new_application_that_has_the_packages_and_nothing_else()
    {
        var programs = Programs().Matches(RepositoryFiles.Read("README.md")).ToDictionary(static block => block.Groups["name"].Value, static block => block.Groups["code"].Value);
        programs.Should().HaveCountGreaterThanOrEqualTo(4);
        foreach (var (name, code) in programs)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), code, _limit.Token);
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.csproj"), Application(name == "readme-emulator" ? Packages[1..] : [Packages[1]]), _limit.Token);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "all.proj"), Everything(programs.Keys), _limit.Token);

        await DotnetAsync("msbuild", "all.proj", "-nologo", "-verbosity:quiet", "-maxcpucount");

        programs.Keys.Where(name => !File.Exists(Path.Combine(_folder, name, "bin", "Debug", "net10.0", $"{name}.dll"))).Should().BeEmpty();
        Directory.GetFiles(Path.Combine(_folder, "packages", "connectors.responseswebsocket"), "*.nupkg", SearchOption.AllDirectories).Should().ContainSingle();
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _limit.Dispose();
    }

    /// <summary>As <c>dotnet new console</c> and <c>dotnet add package</c> make it; the packages of this build lie in a folder of their own.</summary>
    private string Application(IEnumerable<string> packages) => new XElement(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("OutputType", "Exe"),
            new XElement("TargetFramework", "net10.0"),
            new XElement("ImplicitUsings", "enable"),
            new XElement("Nullable", "enable"),
            new XElement("RestoreAdditionalProjectSources", Path.Combine(_folder, "feed")),
            new XElement("RestorePackagesPath", Path.Combine(_folder, "packages"))),
        new XElement(
            "ItemGroup",
            packages.Select(static package => new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", "*"))))).ToString();

    /// <summary>Packs, restores and builds in one go.</summary>
    private string Everything(IEnumerable<string> programs)
    {
        var sources = string.Join(';', Packages.Select(static package => RepositoryFiles.FullPath($"src/{package}/{package}.csproj")));
        var applications = string.Join(';', programs.Select(name => Path.Combine(_folder, name, $"{name}.csproj")));
        return new XElement(
            "Project",
            new XElement(
                "Target",
                new XAttribute("Name", "All"),
                MSBuild(sources, "Pack", $"Configuration={Configuration};NoBuild=true;PackageOutputPath={Path.Combine(_folder, "feed")}"),
                MSBuild(applications, "Restore", "MSBuildRestoreSessionId=1"),
                MSBuild(applications, "Build", "Configuration=Debug"))).ToString();
    }

    private static XElement MSBuild(string projects, string target, string properties) => new(
        "MSBuild",
        new XAttribute("Projects", projects),
        new XAttribute("Targets", target),
        new XAttribute("Properties", properties),
        new XAttribute("BuildInParallel", "true"));

    private Task DotnetAsync(params string[] arguments) => DotnetCommand.RunAsync(_folder, arguments, _limit.Token);

    [GeneratedRegex(@"^<!-- snippet: (?<name>[\w-]+) -->\n```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Programs();
}
