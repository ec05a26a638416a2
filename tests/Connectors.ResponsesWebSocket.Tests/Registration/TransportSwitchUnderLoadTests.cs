using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.ResponsesWebSocket.Tests.Registration;

/// <summary>The way back under load: a process ends in the middle of its conversations, and the next one goes on from their histories over HTTP.</summary>
[Collection(nameof(ProcessSwitches))]
public sealed class TransportSwitchUnderLoadTests : IDisposable
{
    private const string Variable = "RESPONSES_WEBSOCKET_TRANSPORT";
    private const int Conversations = 24;
    private const int Turns = 12;

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private readonly ConcurrentBag<string> _noted = [];
    private readonly TaskCompletionSource<IServiceProvider> _second = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);

    [Fact]
    public async Task Nothing_is_lost_when_a_process_with_the_variable_set_takes_over()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        await using var emulator = await ResponsesEmulator.StartAsync(new EmulatorOptions { Model = new Noting() });
        var first = Process(emulator);
        var conversations = Enumerable.Range(0, Conversations).Select(n => Task.Run(() => ConverseAsync(first, $"c{n}", limit.Token), limit.Token)).ToList();
        await emulator.Journal.WaitUntilAsync(static seen => seen.Responses.Count >= Conversations * Turns / 2, limit.Token);

        Environment.SetEnvironmentVariable(Variable, "Http");
        await using var second = Process(emulator);
        await first.DisposeAsync();
        var sockets = emulator.Journal.Connections.Count;
        _second.SetResult(second);
        var histories = await Task.WhenAll(conversations);

        emulator.Journal.Connections.Should().HaveCount(sockets, "the second process opens none");
        emulator.Journal.Frames.Where(static frame => frame.FromClient).Select(static frame => frame.Transport).Distinct().Should().BeEquivalentTo(["websocket", "http"]);
        emulator.Journal.EveryCallHasExactlyOneOutput();
        _noted.Should().HaveCount(Conversations * Turns).And.OnlyHaveUniqueItems("no function runs twice, and none is left out");
        foreach (var history in histories)
        {
            history.Count(static message => message.Role == AuthorRole.Assistant && message.Content?.StartsWith("Noted", StringComparison.Ordinal) == true).Should().Be(Turns);
            var last = emulator.Journal.Responses.Last(response => response.Context.Count > 2 && Canonical.Of(response.Context)[^3] == Canonical.Of(history)[^4]);
            Canonical.Of(last.Context).Should().Equal(Canonical.Of(history.SkipLast(1)));
            last.Transport.Should().Be("http");
        }
    }

    private static ServiceProvider Process(ResponsesEmulator emulator) =>
        new ServiceCollection().AddResponsesWebSocketChatCompletion(Harness.Model, emulator.Endpoint, emulator.ApiKey).BuildServiceProvider();

    private async Task<ChatHistory> ConverseAsync(IServiceProvider process, string who, CancellationToken limit)
    {
        var kernel = new Kernel();
        kernel.Plugins.AddFromFunctions("P", [Harness.Function("F", (string what) =>
        {
            _noted.Add(what);
            return $"noted {what}";
        })]);
        var history = new ChatHistory("You take notes.");
        for (var turn = 0; turn < Turns; turn++)
        {
            history.AddUserMessage($"{who}.{turn}");
            var answer = await AskAsync(process, history, kernel, limit);
            if (answer is null)
            {
                // What is left of a conversation when its process ends is what was written down.
                (process, history) = (await _second.Task.WaitAsync(limit), history.Reread());
                answer = await AskAsync(process, history, kernel, limit);
            }

            history.AddAssistantMessage(answer!);
        }

        return history;
    }

    /// <returns>Null where the process ended meanwhile.</returns>
    private async Task<string?> AskAsync(IServiceProvider process, ChatHistory history, Kernel kernel, CancellationToken limit)
    {
        try
        {
            return (await process.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, Harness.Auto, kernel, limit)).Content;
        }
        catch (Exception ended) when (!limit.IsCancellationRequested && !(_second.Task.IsCompletedSuccessfully && process == _second.Task.Result) && ended is HttpOperationException or ObjectDisposedException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Notes what the user says by a call, then confirms it.</summary>
    private sealed class Noting : IEmulatedModel
    {
        public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            var context = Canonical.Of(request.Context);
            var said = context.Last(static line => line.StartsWith("user: ", StringComparison.Ordinal))["user: ".Length..];
            return new(context[^1].StartsWith("user: ", StringComparison.Ordinal)
                ? Answers.Call($"call-{said}", "P-F", JsonSerializer.Serialize(new { what = said }))
                : Answers.Text($"Noted: {said}"));
        }
    }
}
