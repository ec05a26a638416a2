using Microsoft.Extensions.Logging;

namespace Connectors.ResponsesWebSocket.Tests.Diagnostics;

/// <summary>What the loop tells at Debug, and the texts that only Trace tells.</summary>
public sealed class LoopLogTests
{
    [Fact]
    [Trait("Contract", "O3")]
    [Trait("Contract", "O5")]
    public async Task The_loop_tells_its_choice_its_calls_and_what_it_refused()
    {
        using var log = new CapturedLogs();
        var answers = Answers.Script(Answers.Calls(("c1", "P-F", "{}"), ("c2", "P-F", "{broken")), Answers.Text("done"));
        await using var harness = await Harness.StartAsync(answers, loggerFactory: log);

        await harness.With("P", () => 1).AskAsync("go", Harness.Auto);

        Debug(log).Should().ContainInOrder(
            "Function choice behavior configuration: Choice:auto, AutoInvoke:True, AllowConcurrentInvocation:False, AllowParallelCalls:(null) Functions:P-F",
            "Function calls: P-F [Id: c1], P-F [Id: c2]",
            "Failed to deserialize function arguments (F/c2).",
            "Auto function invocation filter context: Name:F, Id:c1, Request:0, Function:0 of 2, IsStreaming:False",
            "Function call request failed: Name:F, Id:c2");
        log.Records.Should().Contain(static line => line.Level == LogLevel.Trace && line.Text().Contains("Error: Function call arguments were invalid JSON."));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "O3")]
    public async Task A_filter_that_ends_the_loop_is_told_in_both_modes_of_invocation(bool concurrent)
    {
        using var log = new CapturedLogs();
        var answers = Answers.Script(Answers.Calls(("c1", "P-F", "{}"), ("c2", "P-F", "{}")));
        await using var harness = await Harness.StartAsync(answers, loggerFactory: log);
        harness.With("P", () => 1).With(new InlineFilter((context, next) =>
        {
            context.Terminate = context.ToolCallId == "c1";
            return next(context);
        }));

        await harness.AskAsync("go", concurrent ? Harness.Concurrent : Harness.Auto);

        Debug(log).Should().Contain("Auto function invocation filter requested termination: Name:F, Id:c1");
    }

    [Fact]
    [Trait("Contract", "O4")]
    public async Task Manual_mode_says_nothing_of_a_limit()
    {
        using var log = new CapturedLogs();
        await using var harness = await Harness.StartAsync(Answers.Script(Answers.Call("c1", "P-F")), loggerFactory: log);

        await harness.With("P", () => 1).AskAsync("go", Harness.Manual);

        Debug(log).Should().NotContain(static line => line.Contains("limit"));
    }

    [Fact]
    [Trait("Contract", "O2")]
    public async Task Trace_tells_history_and_settings()
    {
        using var log = new CapturedLogs();
        await using var harness = await Harness.StartAsync(Answers.Script(Answers.Text("fine")), loggerFactory: log);

        await harness.AskAsync("user-text", new ResponsesWebSocketPromptExecutionSettings { ServiceId = "service-id" });

        var told = log.Records.Where(static line => line.Text().Contains("-text")).Should().ContainSingle().Subject;
        told.Level.Should().Be(LogLevel.Trace);
        told.Text().Should().StartWith("""ChatHistory: [{"Role":{"Label":"user"},"Items":[{"$type":"TextContent","Text":"user-text"}]}], Settings: {""").And.Contain("service-id");
    }

    private static IEnumerable<string> Debug(CapturedLogs log) =>
        log.Records.Where(static line => line.Level == LogLevel.Debug).Select(static line => line.Text().Split(" Microsoft.")[0].Split(" System.")[0].Trim());
}
