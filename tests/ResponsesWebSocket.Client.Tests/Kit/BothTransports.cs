namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>Runs the same script over both transports and hands back what each of them gave.</summary>
internal static class BothTransports
{
    public static async Task<(T Socket, T Http)> RunAsync<T>(Func<Harness, Task<T>> run, params ModelAnswer[] answers) =>
        (await RunAsync(ResponsesTransport.WebSocket, run, answers), await RunAsync(ResponsesTransport.Http, run, answers));

    public static async Task<T> RunAsync<T>(ResponsesTransport transport, Func<Harness, Task<T>> run, params ModelAnswer[] answers)
    {
        var model = answers.Length == 0 ? new EmulatorOptions().Model : Script.Of(answers);
        await using var harness = await StartAsync(transport, new EmulatorOptions { Model = model });
        var outcome = await run(harness);
        var used = transport == ResponsesTransport.Http ? "http" : "websocket";
        harness.Journal.Frames.Should().OnlyContain(frame => frame.Transport == used);
        return outcome;
    }

    public static Task<Harness> StartAsync(ResponsesTransport transport, EmulatorOptions? emulator = null, Action<ResponsesWebSocketOptions>? configure = null) =>
        Harness.StartAsync(emulator ?? new EmulatorOptions(), options =>
        {
            options.Transport = transport;
            configure?.Invoke(options);
        });

    /// <summary>An event without what differs from run to run.</summary>
    public static string Shape(TurnEvent happened) => happened switch
    {
        ResponseCreatedEvent => "created",
        OutputItemDoneEvent done => $"done {done.OutputIndex} {done.Item.Kind} {done.Item.Text} {done.Item.Name} {done.Item.Arguments} {done.Item.Refusal}",
        OutputItemAddedEvent added => $"added {added.OutputIndex} {added.ItemType} {added.Name}",
        OtherResponseEvent other => $"other {other.Type}",
        ResponseCompletedEvent { Result: var result } => $"completed {result.Status} {result.IncompleteReason} {result.Model} {result.Text} {result.Output.Count} {result.Usage}",
        _ => happened.ToString()!,
    };
}
