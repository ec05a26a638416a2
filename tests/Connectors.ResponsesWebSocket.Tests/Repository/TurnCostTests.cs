using Xunit.Abstractions;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>
/// What a turn allocates beside the stock connector, each in a process of its own against one server. Allocations are nearly exact, whatever else the
/// machine does; the bounds are what was reached, with a tenth for what varies.
/// </summary>
public sealed class TurnCostTests(ITestOutputHelper output)
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    [Theory]
    [InlineData("loop", 100, "ours", "stock", 1, 0.16)]
    [InlineData("loop", 100, "ours-streaming", "stock-streaming", 1, 0.17)]
    [InlineData("loop", 5, "ours", "stock", 0, 1.0)]
    [InlineData("question", 1000, "ours", "stock", 1, 0.14)]
    [InlineData("question", 1000, "ours", "stock", 0, 2.5)]
    [InlineData("deltas", 5000, "ours-streaming", "stock-streaming", 0, 0.5)]
    public async Task Nothing_costs_more_memory_than_it_did(string work, int size, string ours, string stock, int part, double most)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3), TimeProvider.System);
        var program = RepositoryFiles.FullPath($"tests/Benchmarks/bin/{Configuration}/net10.0/Benchmarks.dll");

        var printed = await DotnetCommand.RunAsync(AppContext.BaseDirectory, [program, "cost", "json", work, $"{size}", ours, stock], limit.Token);

        using var taken = JsonDocument.Parse(printed);
        var (mine, theirs) = (Bytes(ours), Bytes(stock));
        output.WriteLine($"{work} {size}: {ours} {mine:N0} bytes, {stock} {theirs:N0} bytes, {mine / theirs:N3}");
        (mine / theirs).Should().BeLessThan(most);

        double Bytes(string name) => taken.RootElement.GetProperty(name)[part].GetProperty("Bytes").GetDouble();
    }
}
