namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A caller who shows nothing before the end may have a lost response begun anew, though content of it had come.</summary>
public sealed class RestartedTurnTests
{
    private const string Delta = "response.output_text.delta";

    [Fact]
    public async Task Lost_behind_content_the_response_begins_anew_and_says_so()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions());
        harness.Faults.DropAfterEvent(1, Delta);

        var events = new List<TurnEvent>();
        await foreach (var happened in harness.Client.Start(Harness.Request(TestHistory.Asking("say whole")), restarts: true, harness.Limit))
        {
            events.Add(happened);
        }

        var begins = events.Select(static (happened, at) => (happened, at)).Where(static e => e.happened is ResponseCreatedEvent).Select(static e => e.at).ToList();
        begins.Should().HaveCount(2);
        events.Take(begins[1]).OfType<OutputTextDeltaEvent>().Should().NotBeEmpty();
        string.Concat(events.Skip(begins[1]).OfType<OutputTextDeltaEvent>().Select(static delta => delta.Delta)).Should().Be("whole");
        events[^1].Should().BeOfType<ResponseCompletedEvent>().Which.Result.Report.Sends.Should().Be(2);
    }

    [Fact]
    public async Task Not_asked_for_the_turn_fails()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions());
        harness.Faults.DropAfterEvent(1, Delta);

        var reading = async () =>
        {
            await foreach (var _ in harness.Client.Start(Harness.Request(TestHistory.Asking("say whole")), harness.Limit))
            {
            }
        };

        await reading.Should().ThrowAsync<ConnectionLostException>();
    }
}
