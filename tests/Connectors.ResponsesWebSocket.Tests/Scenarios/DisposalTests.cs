namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>The end of a client's life: what runs fails in the way of all failures, what comes later is told that it is too late.</summary>
public sealed class DisposalTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_runs_while_the_client_is_disposed_fails_without_a_status(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("late"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_item.added");

        var failing = ToldFailure.OfAsync(harness, streaming);
        await held.Reached.WaitAsync(harness.Limit);
        await harness.Service.Client.DisposeAsync();

        var told = await failing;
        told.Status.Should().BeNull();
        told.Inner.Should().BeOfType<HttpRequestException>().Which.InnerException.Should().BeOfType<ConnectionLostException>().Which.IsTransient.Should().BeFalse();
        harness.Creates.Should().ContainSingle("a disposed client sends nothing again");
        harness.Emulator.Journal.Connections.Should().HaveCount(Harness.OverHttp ? 0 : 1);
    }

    [Fact]
    public async Task A_function_that_runs_meanwhile_ends_and_the_next_round_takes_another_client()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("on"));
        harness.With("P", async () =>
        {
            await harness.Service.Client.DisposeAsync();
            return "done";
        });
        var history = Harness.Said("go");

        (await harness.AskAsync(history, Harness.Auto)).Content.Should().Be("on");

        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave done");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_shared_client_that_somebody_disposed_is_replaced(bool streaming, bool used)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"), Answers.Text("ok"));
        if (used)
        {
            await harness.AskAsync("go");
        }

        var client = harness.Service.Client;
        await client.DisposeAsync();
        await client.DisposeAsync();

        (await harness.AnswerAsync(Harness.Said("go"), streaming)).Should().Be("ok");
        (client.IsDisposed, harness.Service.Client.IsDisposed).Should().Be((true, false));
    }
}
