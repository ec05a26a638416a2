using Xunit.Abstractions;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>How long the way is that a message takes out and a piece of text takes back, counted from a recorded run.</summary>
public sealed class PathLengthTests(ITestOutputHelper output)
{
    // Bounds are what was reached: lower them when the way gets shorter.
    private const int StepsOut = 43;
    private const int HopsBack = 8;

    [Fact]
    public async Task One_plain_user_message_goes_out_in_a_known_number_of_steps()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = Answers.Script(Answers.Text("one"), Answers.Text("two")) });
        var service = new RecordedProduct().Service(emulator);
        var history = Harness.Said("hi");
        history.Add(await service.GetChatMessageContentAsync(history, null, null, limit.Token));
        history.AddUserMessage("the message that is followed");

        Recording.Start("the message that is followed");
        await service.GetChatMessageContentAsync(history, null, null, limit.Token);
        Recording.Stop();

        // What comes behind the socket is the answer's way.
        var steps = Recording.Steps.TakeWhile(static step => step != "WebSocketTransport.SendAsync").Append("WebSocketTransport.SendAsync").ToList();
        steps.ForEach(output.WriteLine);
        Recording.Steps.Should().Contain("WebSocketTransport.SendAsync");
        emulator.Journal.Responses[^1].Context.Should().HaveCount(3);
        steps.Should().HaveCountLessThanOrEqualTo(StepsOut);
    }

    [Fact]
    public async Task One_delta_comes_back_in_a_known_number_of_hops()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var answer = new ModelAnswer([new ModelOutput.Text(["one"]), new ModelOutput.Text(["two"]), new ModelOutput.Call("F", "{}")]);
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = Answers.Script(answer) });
        var service = new RecordedProduct().Service(emulator);
        using var afterOne = emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");
        await using var chunks = service.GetStreamingChatMessageContentsAsync(Harness.Said("hi"), null, null, limit.Token).GetAsyncEnumerator(limit.Token);
        await chunks.UntilAsync("one");
        await afterOne.Reached.WaitAsync(limit.Token);

        using var afterTwo = emulator.Faults.HoldBeforeEvent(1, "response.function_call_arguments.delta");
        Recording.Start(null);
        afterOne.Release();
        await chunks.UntilAsync("two");
        Recording.Stop();

        var hops = Recording.Hops;
        afterTwo.Release();
        hops.ToList().ForEach(output.WriteLine);
        hops.Should().HaveCountLessThanOrEqualTo(HopsBack);
    }
}

file static class Chunks
{
    public static async Task UntilAsync(this IAsyncEnumerator<StreamingChatMessageContent> chunks, string text)
    {
        while (await chunks.MoveNextAsync())
        {
            if (chunks.Current.Content == text)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The stream ended before \"{text}\".");
    }
}
