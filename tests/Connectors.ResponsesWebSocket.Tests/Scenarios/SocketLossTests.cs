namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>The socket is lost where nothing has reached the caller yet: the run ends as if nothing had happened.</summary>
public sealed class SocketLossTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_socket_lost_while_a_function_runs_is_replaced_and_the_result_arrives_once(bool streaming)
    {
        var calls = new CallLog();
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        harness.With(calls).With("P", async () =>
        {
            harness.Emulator.DropConnections();
            await harness.Emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, harness.Limit);
            return 42;
        });
        var history = Harness.Said("go");

        var answer = await harness.AnswerAsync(history, streaming, Harness.Auto);

        answer.Should().Be("done");
        calls.Ids.Should().Equal("c1");
        harness.Emulator.Journal.Connections.Should().HaveCount(2);
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
        // The context may have been made ready on the new socket, without an answer.
        var answered = harness.Emulator.Journal.Responses.Last(static response => response.Output.Count > 0);
        Canonical.Of(answered.Context).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 42");
        history.Select(static message => message.Role).Should().Equal(AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool);
        harness.Reports.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task A_socket_lost_when_the_turn_arrives_costs_one_more_send(int turn, bool streaming)
    {
        await LosingAsync(streaming, faults => faults.DropBeforeTurn(turn), turn);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task A_socket_lost_before_the_first_event_costs_one_more_send(int turn, bool streaming)
    {
        await LosingAsync(streaming, faults => faults.DropBeforeEvent(turn, "response.created"), turn);
    }

    private static async Task LosingAsync(bool streaming, Action<FaultHooks> fault, int lostTurn)
    {
        var calls = new CallLog();
        // The model answers from what it is asked, so that an answer which was lost can be given again.
        await using var harness = await Harness.StartAsync(new CallThenText());
        harness.With(calls).With("P", () => 42);
        fault(harness.Emulator.Faults);
        var history = Harness.Said("go");

        var answer = await harness.AnswerAsync(history, streaming, Harness.Auto);

        answer.Should().Be("done");
        calls.Ids.Should().Equal("c1");
        harness.Creates.Should().HaveCount(3, "one of two turns was sent twice");
        harness.Reports.Select(static report => report.Sends).Should().Equal(lostTurn == 1 ? [2, 1] : [1, 2]);
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 42");
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 42");
        harness.Emulator.Journal.EveryCallHasExactlyOneOutput();
    }

    private sealed class CallThenText : IEmulatedModel
    {
        public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult(request.Context.Count == 1 ? Answers.Call("c1", "P-F") : Answers.Text("done"));
    }
}
