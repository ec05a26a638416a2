namespace ResponsesWebSocket.Client.Tests.Transport;

/// <summary>A client that was told to use HTTP opens no socket for whatever reason.</summary>
public sealed class OnlyHttpTests
{
    [Fact]
    public async Task Making_a_context_ready_does_nothing_and_opens_nothing()
    {
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http, new EmulatorOptions());
        var history = TestHistory.Asking("say one");

        (await harness.Client.PrewarmAsync(Harness.Request(history), harness.Limit)).Should().BeFalse();
        harness.Journal.Frames.Should().BeEmpty();
        (await harness.TurnAsync(history)).Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.OverHttp));
        harness.Client.GetStatistics().SessionsOpened.Should().Be(0);
    }

    [Fact]
    public async Task Connecting_ahead_opens_nothing()
    {
        using var logs = new CapturedLogs();
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions(), static options => (options.Transport, options.PreConnect) = (ResponsesTransport.Http, true), logs);
        await harness.TurnAsync(TestHistory.Asking("say one"));
        // Ends what was begun in the background, so that nothing can come about later.
        await harness.Client.DisposeAsync();

        harness.Journal.Frames.Should().OnlyContain(static frame => frame.Transport == "http");
        harness.Client.GetStatistics().SessionsOpened.Should().Be(0);
    }

    [Fact]
    public async Task A_compacted_history_goes_out_as_it_is_in_every_turn_and_the_model_knows_what_it_stands_for()
    {
        await using var harness = await BothTransports.StartAsync(ResponsesTransport.Http, new EmulatorOptions());
        var history = new TestHistory();
        await harness.SayAsync(history, "My name is Ada.");
        await harness.SayAsync(history, "say two");
        var shortened = new TestHistory((await harness.Client.CompactAsync(Harness.Request(history), harness.Limit)).Items);
        var first = await harness.Client.CreateAsync(Harness.Request(shortened.User("say three")), harness.Limit);
        var second = await harness.Client.CreateAsync(Harness.Request(shortened.Mapped(first).User("recall")), harness.Limit);

        new[] { first, second }.Should().OnlyContain(static result => result.Report.Plan == new TurnPlan(PlanKind.Replay, PlanReason.OverHttp) && result.Report.Sends == 1);
        second.Text.Should().Be("My name is Ada.\nsay two\nsay three");
        second.Report.SentItems.Should().Be(shortened.Items.Count);
        harness.Journal.Response(second.Id).Input.Select(static item => item.GetProperty("type").GetString())
            .Should().Equal("message", "message", "compaction", "message", "message", "message");
    }
}
