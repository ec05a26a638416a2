using Differential.Comparing;

namespace Differential;

/// <summary>What an application sees after the swap is what it saw before, but for the rows of the page of differences.</summary>
public sealed class DifferentialTests
{
    private const int MostRows = 40;

    public static TheoryData<string> Names => [.. DifferentialRun.Scenarios.Select(static scenario => scenario.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_scenario_differs_only_where_a_row_says_so(string name)
    {
        var result = await DifferentialRun.ResultOfAsync(DifferentialRun.Scenarios.Single(scenario => scenario.ToString() == name));

        result.Unlisted.Select(static difference => difference.ToString()).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_row_and_every_pending_entry_still_differs()
    {
        var results = await AllAsync();

        AllowedRow.All.SelectMany(static row => row.Fields.Select(field => (row.Number, field)))
            .Where(named => !results.Any(result => result.Shows(named.field))).Select(static named => $"{named.Number}: {named.field.Text}").Should().BeEmpty("a row that no longer differs goes");
        PendingList.All.Where(entry => !results.Any(result => result.Shows(entry))).Select(static entry => entry.Text).Should().BeEmpty("what is mended is taken out");
    }

    [Fact]
    public void Rows_are_few_and_numbered_in_order()
    {
        AllowedRow.All.Should().HaveCountLessThanOrEqualTo(MostRows);
        AllowedRow.All.Where(static row => row.Fields.Count == 0).Should().BeEmpty("a row that names no field allows nothing");
        AllowedRow.All.Select(static row => row.Number).Should().Equal(Enumerable.Range(1, AllowedRow.All.Count).Select(static number => $"D{number}"));
    }

    [Fact]
    public async Task The_run_is_written_down()
    {
        var results = await AllAsync();
        var report = RunReport.Write(results);
        var file = Path.Combine(Directory.CreateDirectory(RepositoryFiles.FullPath("artifacts")).FullName, $"{typeof(DifferentialTests).Assembly.GetName().Name}");

        await File.WriteAllTextAsync($"{file}.txt", report);
        await File.WriteAllLinesAsync($"{file}.differences.txt", results.SelectMany(static result => result.Differences).Select(static difference => $"{difference.Scenario} {difference}"));

        report.Should().Contain("OpenAI");
    }

    private static Task<ScenarioResult[]> AllAsync() => Task.WhenAll(DifferentialRun.Scenarios.Select(DifferentialRun.ResultOfAsync));
}
