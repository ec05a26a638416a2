namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Endpoints of which it is not known beforehand that they have no lanes.</summary>
public sealed class LaneRefusalTests
{
    [Fact]
    public async Task A_service_that_refuses_a_lane_is_asked_once_and_each_conversation_gets_a_socket()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { Profile = EmulatorProfile.ChatGpt }, Instructed);
        var histories = Enumerable.Range(1, 4).Select(static _ => new TestHistory()).ToList();
        for (var round = 1; round <= 3; round++)
        {
            foreach (var history in histories)
            {
                await SayAsync(harness, history, $"say {round} of {histories.IndexOf(history)}");
            }
        }

        harness.Journal.Sent().Where(static frame => frame.Text!.Contains("stream_id")).Should().ContainSingle("what was refused once is not tried again");
        harness.Journal.Connections.Should().HaveCount(4);
        harness.Reports.Skip(4).Should().OnlyContain(static report => report.Plan.Kind == PlanKind.Continue && report.Lane == null);
    }

    [Fact]
    public async Task A_refusal_does_not_touch_the_turn_that_runs_on_the_unnamed_lane()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { Profile = EmulatorProfile.ChatGpt }, Instructed);
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        var first = harness.Client.CreateAsync(Request(TestHistory.Asking("say one")), harness.Limit);
        await held.Reached;
        var second = await harness.Client.CreateAsync(Request(TestHistory.Asking("say two")), harness.Limit);
        held.Release();

        (second.Text, second.Report.Session, second.Report.Sends).Should().Be(("two", 2, 2));
        ((await first).Text, (await first).Report.Sends).Should().Be(("one", 1));
    }

    private static void Instructed(ResponsesWebSocketOptions options) => options.Profile = null;

    private static TurnRequest Request(TestHistory history) => new()
    {
        Model = Harness.Model,
        Input = [.. history.Items],
        Fields = new Dictionary<string, System.Text.Json.JsonElement> { ["instructions"] = System.Text.Json.JsonDocument.Parse("\"Be brief.\"").RootElement },
    };

    private static async Task SayAsync(Harness harness, TestHistory history, string text)
    {
        var result = await harness.Client.CreateAsync(Request(history.User(text)), harness.Limit);
        harness.Journal.ShouldHaveSeen(result.Id, history.Items);
        history.Mapped(result);
    }
}
