using System.Globalization;
using Xunit.Abstractions;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>Sizes are a smell detector: the table is printed, and one limit is hard.</summary>
public sealed class FileSizeTests(ITestOutputHelper output)
{
    private const int Longest = 400;

    [Fact]
    public void No_source_file_has_more_than_400_lines_or_a_region()
    {
        var files = new[] { "src", "tests", "samples" }
            .SelectMany(RepositoryFiles.Sources)
            .Select(static path => (Path: path, Project: string.Join('/', path.Split('/')[..2]), Text: RepositoryFiles.Read(path)))
            .Select(static file => (file.Path, file.Project, Lines: file.Text.AsSpan().Count('\n'), Region: file.Text.Contains("#region" + " ", StringComparison.Ordinal)))
            .ToList();

        output.WriteLine("project                                    files  lines  median  p90  max");
        foreach (var project in files.GroupBy(static file => file.Project))
        {
            var lines = project.Select(static file => file.Lines).Order().ToList();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{project.Key,-42} {lines.Count,5} {lines.Sum(),6} {lines[lines.Count / 2],7} {lines[lines.Count * 9 / 10],4} {lines[^1],4}"));
        }

        files.Should().HaveCountGreaterThan(100);
        files.Where(static file => file.Lines > Longest).Select(static file => $"{file.Path}: {file.Lines} lines").Should().BeEmpty();
        files.Where(static file => file.Region).Select(static file => file.Path).Should().BeEmpty();
    }
}
