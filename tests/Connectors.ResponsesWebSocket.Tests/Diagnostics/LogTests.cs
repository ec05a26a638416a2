using Microsoft.Extensions.Logging;

namespace Connectors.ResponsesWebSocket.Tests.Diagnostics;

/// <summary>What is logged, and what never is.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "O1")]
    [Trait("Contract", "R10")]
    public async Task The_tokens_of_each_response_are_logged_once_under_the_services_name(bool streaming)
    {
        using var log = new CapturedLogs();
        await using var harness = await Harness.StartAsync(Answers.Script(Answers.Call("c1", "P-F"), Answers.Text("ok")), loggerFactory: log);

        await harness.With("P", () => 1).AnswerAsync(Harness.Said("go"), streaming, Harness.Auto);

        var expected = harness.Emulator.Journal.Responses.Select(static response => response.Usage!.Value).Select(static usage =>
            $"Prompt tokens: {usage.At("input_tokens")}. Completion tokens: {usage.At("output_tokens")}. Total tokens: {usage.At("total_tokens")}. ");
        log.Records.Where(static line => line.Category == typeof(ResponsesWebSocketChatCompletionService).FullName && line.Level == LogLevel.Information)
            .Select(static line => line.Text()).Should().Equal(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_logger_that_throws_breaks_no_call_and_no_disposal(bool streaming)
    {
        using var log = new ThrowingLog();
        await using var harness = await Harness.StartAsync(Answers.Script(Answers.Calls(("c1", "P-F", "{}"), ("c2", "P-X", "{broken")), Answers.Text("ok")), loggerFactory: log);
        var settings = Harness.Auto;
        settings.Seed = 1;

        (await harness.With("P", () => 1).AnswerAsync(Harness.Said("go"), streaming, settings)).Should().Be("ok");
        await harness.EndSocketsAsync().WaitAsync(harness.Limit);

        log.Thrown.Should().BePositive();
    }

    [Fact]
    public async Task No_level_logs_the_key_and_none_but_Trace_text_of_the_conversation()
    {
        using var log = new CapturedLogs();
        var answers = Answers.Script(
            Answers.Calls(("c1", "P-F", """{"city":"argument-text"}"""), ("c2", "P-F", "{broken-text")), ModelAnswer.Error(400, "no", "error"), Answers.Text("answer-text"));
        await using var harness = await Harness.StartAsync(answers, loggerFactory: log);
        harness.With("P", (string city) => "result-text");
        var history = new ChatHistory("system-text");
        history.AddUserMessage("user-text");

        await FluentActions.Awaiting(() => harness.AskAsync(history, Harness.Auto)).Should().ThrowAsync<HttpOperationException>();
        harness.Emulator.DropConnections();
        await harness.AskAsync(history, Harness.Auto);

        log.Records.Should().Contain(static line => line.Text().StartsWith("Function call request failed: Name:F, Id:c2"));
        log.Records.Should().NotContain(static line => line.Level > LogLevel.Trace && line.Text().Contains("-text", StringComparison.Ordinal));
        log.Records.Should().NotContain(line => line.Text().Contains(harness.Emulator.ApiKey, StringComparison.Ordinal));
    }

    private sealed class ThrowingLog : ILoggerFactory, ILogger
    {
        private int _thrown;

        public int Thrown => Volatile.Read(ref _thrown);

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException();

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref _thrown);
            throw new InvalidOperationException(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
