namespace Connectors.ResponsesWebSocket.Tests.Failures;

/// <summary>The end of a service's life: what runs fails in the way of all failures, what comes later is told that it is too late.</summary>
public sealed class DisposalTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_call_that_runs_while_the_service_is_disposed_fails_without_a_status(bool streaming, bool synchronously)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("late"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_item.added");

        var asking = harness.AnswerAsync(Harness.Said("go"), streaming);
        await held.Reached.WaitAsync(harness.Limit);
        await DisposeAsync(harness, synchronously);

        var thrown = (await FluentActions.Awaiting(() => asking).Should().ThrowAsync<HttpOperationException>()).Which;
        thrown.StatusCode.Should().BeNull();
        thrown.InnerException.Should().BeOfType<ConnectionLostException>().Which.IsTransient.Should().BeFalse();
        harness.Creates.Should().ContainSingle("a disposed service sends nothing again");
        harness.Emulator.Journal.Connections.Should().HaveCount(Harness.OverHttp ? 0 : 1);
    }

    [Fact]
    public async Task A_function_that_runs_meanwhile_ends_and_its_result_stands_although_the_next_round_fails()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("never"));
        harness.With("P", async () =>
        {
            await harness.Service.DisposeAsync();
            return "done";
        });
        var history = Harness.Said("go");

        var asking = () => harness.AskAsync(history, Harness.Auto);

        await asking.Should().ThrowAsync<ObjectDisposedException>();
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave done");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_call_after_the_service_was_disposed_says_so(bool streaming, bool used)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"), Answers.Text("never"));
        if (used)
        {
            await harness.AskAsync("go");
        }

        await DisposeAsync(harness, synchronously: streaming);
        await DisposeAsync(harness, synchronously: !streaming);

        await FluentActions.Awaiting(() => harness.AnswerAsync(Harness.Said("go"), streaming)).Should().ThrowAsync<ObjectDisposedException>();
        harness.Creates.Should().HaveCount(used ? 1 : 0);
    }

    private static async Task DisposeAsync(Harness harness, bool synchronously)
    {
        if (synchronously)
        {
            harness.Service.Dispose();
        }
        else
        {
            await harness.Service.DisposeAsync();
        }
    }
}
