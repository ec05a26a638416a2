namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>
/// An agent's run in bytes: a system prompt of 1,000 characters, ten tools with three described parameters each, 50 calls with
/// results of 2,000 characters.
/// </summary>
public sealed class WireCostTests
{
    private const int Calls = 50;

    [Theory]
    [InlineData(ToolPlacement.RequestField, 420_000)]
    [InlineData(ToolPlacement.InputItems, 135_000)]
    public async Task Fifty_calls_cost_their_new_items_and_the_fixed_fields(ToolPlacement toolsAs, long most)
    {
        var model = Enumerable.Range(1, Calls).Aggregate(new ScriptedModel(), static (script, n) => script.Then(ModelAnswer.Calls(("tool_3", $$"""{"first":"{{n}}"}"""))));
        await using var harness = await Harness.StartAsync(new EmulatorOptions { Model = model.Then(ModelAnswer.Text("Done.")) }, options => options.ToolPlacement = toolsAs);
        var tools = Enumerable.Range(1, 10).Select(Tool).ToArray();
        var history = TestHistory.Of(new string('s', 1000), "Find out.");
        for (var turn = 0; turn <= Calls; turn++)
        {
            var result = await harness.Client.CreateAsync(new TurnRequest { Model = Harness.Model, Input = [.. history.Items], Tools = tools }, harness.Limit);
            history.Mapped(result);
            foreach (var call in result.FunctionCalls)
            {
                history.Output(call.CallId!, new string('r', 2000));
            }
        }

        var frames = harness.Journal.Sent();
        frames.Should().HaveCount(Calls + 1);
        var sent = frames.Sum(static frame => (long)frame.Bytes);
        var newItems = frames.Sum(static frame => frame.Json!.Value.GetProperty("input").EnumerateArray().Sum(static item => (long)item.GetRawText().Length));
        var fixedFields = frames.Sum(static frame => frame.Bytes - frame.Json!.Value.GetProperty("input").GetRawText().Length);
        frames.Skip(1).Should().OnlyContain(static frame => frame.Json!.Value.GetProperty("input").GetArrayLength() == 1, "only the result is new");

        sent.Should().BeLessThanOrEqualTo((long)(1.10 * newItems) + fixedFields).And.BeLessThanOrEqualTo(most);
        harness.Reports.Sum(static report => report.BytesSent).Should().Be(sent);
    }

    private static TurnTool Tool(int number) => TurnTool.Function($"tool_{number}", new string('d', 80), JsonSerializer.SerializeToElement(new
    {
        type = "object",
        properties = new
        {
            first = new { type = "string", description = new string('1', 60) },
            second = new { type = "integer", description = new string('2', 60) },
            third = new { type = "boolean", description = new string('3', 60) },
        },
        required = new[] { "first" },
    }));
}
