using System.Net;

namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>The second request fails, and the same history goes on from there.</summary>
public sealed class FailureInLaterRoundTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "X7")]
    public async Task A_failure_keeps_the_earlier_rounds_and_a_retry_runs_nothing_twice(bool streaming)
    {
        var runs = 0;
        await using var harness = await Harness.StartAsync(
            Answers.Script(Answers.Call("c1", "P-F"), ModelAnswer.Error(429, "rate_limit_exceeded", "Slow down."), Answers.Text("done")),
            static options => options.MaxRetryAfter = TimeSpan.Zero);
        harness.With("P", () => Interlocked.Increment(ref runs));
        var history = Harness.Said("go");

        var asking = () => harness.AnswerAsync(history, streaming, Harness.Auto);
        Failure.StatusOf((await asking.Should().ThrowAsync<Exception>()).Which, streaming).Should().Be(HttpStatusCode.TooManyRequests);
        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave 1");
        var answer = await asking();

        answer.Should().Be("done");
        runs.Should().Be(1);
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(Canonical.Of(history));
    }
}
