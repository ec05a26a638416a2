namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>CA1, CA2, CA4: the caller's token.</summary>
public sealed class CancellationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "CA1")]
    public async Task A_token_cancelled_before_the_request_sends_nothing(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var cancelled = new CancellationToken(canceled: true);

        var asking = async () =>
        {
            if (!streaming)
            {
                await harness.Service.GetChatMessageContentAsync(Harness.Said("go"), null, harness.Kernel, cancelled);
                return;
            }

            await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(Harness.Said("go"), null, harness.Kernel, cancelled))
            {
                throw new InvalidOperationException($"A chunk came: {chunk}");
            }
        };

        var thrown = (await asking.Should().ThrowExactlyAsync<TaskCanceledException>()).Which;
        (thrown.Message, thrown.InnerException!.Message).Should().Be(("The operation was canceled.", "A task was canceled."));
        harness.Creates.Should().BeEmpty();
    }

    [Fact]
    [Trait("Contract", "CA1")]
    public async Task A_token_cancelled_while_the_model_works_ends_the_wait_and_the_service_goes_on()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("late"), Answers.Text("ok"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_item.added");
        using var cancellation = new CancellationTokenSource();

        var asking = harness.Service.GetChatMessageContentAsync(Harness.Said("go"), null, harness.Kernel, cancellation.Token);
        await held.Reached.WaitAsync(harness.Limit);
        await cancellation.CancelAsync();

        var thrown = (await FluentActions.Awaiting(() => asking).Should().ThrowExactlyAsync<TaskCanceledException>()).Which;
        (thrown.Message, thrown.InnerException!.Message).Should().Be(("The operation was canceled.", "The operation was canceled."));
        held.Release();
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "CA2")]
    [Trait("Contract", "F13")]
    public async Task Cancelled_while_a_function_runs_the_history_keeps_the_call_and_its_error(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("never"));
        using var cancellation = new CancellationTokenSource();
        harness.With("P", (CancellationToken token) =>
        {
            cancellation.Cancel();
            token.ThrowIfCancellationRequested();
            return "not cancelled";
        });
        var history = Harness.Said("go");

        var asking = async () =>
        {
            if (!streaming)
            {
                await harness.Service.GetChatMessageContentAsync(history, Harness.Auto, harness.Kernel, cancellation.Token);
                return;
            }

            await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(history, Harness.Auto, harness.Kernel, cancellation.Token))
            {
                chunk.Content.Should().NotBe("never");
            }
        };

        await asking.Should().ThrowExactlyAsync<TaskCanceledException>();
        history.Select(static message => message.Role).Should().Equal(AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool);
        Canonical.Of(history.Skip(2)).Single().Should().StartWith("c1 gave Error: Exception while invoking function.");
        harness.Creates.Should().ContainSingle();
    }

    [Fact]
    [Trait("Contract", "CA4")]
    public async Task A_token_given_to_the_enumeration_ends_the_stream()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Deltas("first", "second"));
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");
        using var cancellation = new CancellationTokenSource();
        var seen = "";

        var reading = async () =>
        {
            await foreach (var chunk in harness.Service.GetStreamingChatMessageContentsAsync(Harness.Said("go")).WithCancellation(cancellation.Token))
            {
                seen += chunk.Content;
                if (seen == "firstsecond")
                {
                    await cancellation.CancelAsync();
                }
            }
        };

        var thrown = (await reading.Should().ThrowExactlyAsync<OperationCanceledException>()).Which;
        (thrown.Message, thrown.InnerException, thrown.CancellationToken.IsCancellationRequested).Should().Be(("The operation was canceled.", null, true));
        seen.Should().Be("firstsecond");
    }
}
