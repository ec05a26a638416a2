using System.ClientModel;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using OpenAI.Responses;

namespace ResponsesWebSocket.Emulator.Tests.Documentation;

/// <summary>The code that docs/emulator.md shows, as it stands there. That both are the same is another test's business.</summary>
public sealed class EmulatorPageTests : IDisposable
{
    private readonly CancellationTokenSource _limit = TestTimeout.Start();

    [Fact]
    public async Task The_first_test_works()
    {
        var limit = _limit.Token;

        // snippet: emulator-start
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            Model = new ScriptedModel()
                .Then(ModelAnswer.Calls(("get_weather", """{"city":"Oslo"}""")))
                .Then(ModelAnswer.Text("Take an umbrella.")),
        });
        // end snippet

        // snippet: emulator-connect
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {emulator.ApiKey}");
        await socket.ConnectAsync(emulator.WebSocketEndpoint, limit);

        await SendAsync(socket, """
            {"type":"response.create","model":"gpt-6-astra","store":false,"input":"Do I need an umbrella?"}
            """, limit);
        var first = await ReceiveTurnAsync(socket, limit);
        var call = first.GetProperty("response").GetProperty("output")[0];

        await SendAsync(socket, $$"""
            {"type":"response.create","model":"gpt-6-astra","store":false,
             "previous_response_id":"{{first.GetProperty("response").GetProperty("id").GetString()}}",
             "input":[{"type":"function_call_output","call_id":"{{call.GetProperty("call_id").GetString()}}","output":"rain"}]}
            """, limit);
        var second = await ReceiveTurnAsync(socket, limit);
        // end snippet

        // snippet: emulator-journal
        var turn = emulator.Journal.Responses[1];
        Assert.Equal("completed", turn.Status);
        Assert.Equal(ParentSource.SameLane, turn.ParentSource); // It continued what the connection still held …
        Assert.Single(turn.Input);                              // … so only the result crossed the wire,
        Assert.Equal(3, turn.Context.Count);                    // and yet the model saw question, call and result.
        Assert.Single(emulator.Journal.Connections);
        // end snippet

        second.OutputText().Should().Be("Take an umbrella.");
    }

    [Fact]
    public async Task Other_clients_work()
    {
        var limit = _limit.Token;
        await using var emulator = await ResponsesEmulator.StartAsync();

        // snippet: emulator-official
        var client = new ResponsesClient(new ApiKeyCredential(emulator.ApiKey), new ResponsesClientOptions { Endpoint = emulator.Endpoint });
        var options = new CreateResponseOptions { Model = "gpt-6-astra" };
        options.InputItems.Add(ResponseItem.CreateUserMessageItem("say hello"));
        ResponseResult response = await client.CreateResponseAsync(options, limit);
        Assert.Equal("hello", response.GetOutputText());
        // end snippet

        // snippet: emulator-http
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", emulator.ApiKey);
        using var body = new StringContent("""{"model":"gpt-6-astra","messages":[{"role":"user","content":"say hello"}]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync($"{emulator.Endpoint}/chat/completions", body, limit);
        var completion = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(limit)).RootElement;
        Assert.Equal("hello", completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        // end snippet
    }

    [Fact]
    public async Task Prepared_answers_work()
    {
        var limit = _limit.Token;

        // snippet: emulator-model
        var model = new ScriptedModel()
            .Then(ModelAnswer.ReasonedText(summary: "The user greets.", text: "Hello."))
            .Then(request => ModelAnswer.Text($"{request.Context.Count} items, {request.Tools.Count} tools"))
            .Then(new ModelAnswer(
                [new ModelOutput.Message([ModelPart.Said("Half an ans")])],
                new AnswerEnding.Incomplete("max_output_tokens")))
            .Then(ModelAnswer.Error(EmulatedErrors.RateLimitExceeded(TimeSpan.FromSeconds(2))));
        // end snippet

        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = model });
        var ends = await AskAsync(emulator, 5, limit);
        ends.Types().Should().Equal("response.completed", "response.completed", "response.incomplete", "error", "error");
        ends[1].OutputText().Should().Be("1 items, 0 tools");
        ends[3].ErrorCode().Should().Be("rate_limit_exceeded");
        ends[4].ErrorCode().Should().Be("emulator_script_exhausted");
    }

    [Fact]
    public async Task A_script_works()
    {
        var limit = _limit.Token;

        // snippet: emulator-script
        var script = ModelScript.Parse("""
            {"turns":[
              {"when":{"user_says":"hello"},"text":"Hello to you."},
              {"text":"What?","times":"always"}
            ]}
            """); // or ModelScript.Load("turns.json")
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = script });
        // end snippet

        (await AskAsync(emulator, 2, limit)).Select(static end => end.OutputText()).Should().Equal("Hello to you.", "What?");
        script.Remaining.Should().Be(0);
    }

    [Fact]
    public async Task Looking_at_the_journal_works()
    {
        var limit = _limit.Token;
        var path = Path.GetTempFileName();
        await using var emulator = await ResponsesEmulator.StartAsync();
        var end = (await AskAsync(emulator, 1, limit))[0];

        // snippet: emulator-wait
        var response = await emulator.Journal.WaitForAsync(
            journal => journal.Responses.FirstOrDefault(one => one.Status == "completed"), limit);
        var seen = emulator.Journal.ContextOf(response.ResponseId);
        var sent = emulator.Journal.Frames.Where(frame => frame.FromClient).Sum(frame => frame.Bytes);
        // end snippet

        (response.ResponseId, seen.Count).Should().Be((end.ResponseId(), 1));
        sent.Should().Be(emulator.Journal.Frames[0].Bytes);
        try
        {
            await WriteAsync();
            (await File.ReadAllTextAsync(path, limit)).Should().Contain("response_ended").And.EndWith("}\n");
        }
        finally
        {
            File.Delete(path);
        }

        async Task WriteAsync()
        {
            // snippet: emulator-record
            await using var file = File.Create(path);
            await emulator.Journal.WriteJsonLinesAsync(file, limit);
            // end snippet
        }
    }

    [Fact]
    public async Task Hooks_work()
    {
        var limit = _limit.Token;
        await using var emulator = await ResponsesEmulator.StartAsync();

        // snippet: emulator-hooks
        emulator.Faults.DropAfterEvent(turn: 1, "response.output_item.added");
        emulator.Faults.FailTurn(turn: 2, EmulatedErrors.ServerIsOverloaded);
        emulator.Faults.ReplaceTerminalOutput(turn: 3, TerminalOutput.Empty);
        using var held = emulator.Faults.HoldBeforeEvent(turn: 4, "response.completed"); // until held.Release()
        // end snippet

        using var first = await BareSocket.ConnectAsync(emulator, limit);
        await first.SayAsync("hello");
        (await first.ReceiveUntilLostAsync())[^1].Type().Should().Be("response.output_item.added");
        using var second = await BareSocket.ConnectAsync(emulator, limit);
        (await second.AskAsync("hello")).ErrorCode().Should().Be("server_is_overloaded");
        using var third = await BareSocket.ConnectAsync(emulator, limit);
        (await third.AskAsync("hello")).At("response", "output").GetArrayLength().Should().Be(0);
        await third.SayAsync("hello");
        await held.Reached.WaitAsync(limit);
        held.Release();
        (await third.ReceiveTurnAsync())[^1].Type().Should().Be("response.completed");
    }

    [Fact]
    public async Task A_plan_works()
    {
        var limit = _limit.Token;

        // snippet: emulator-plan
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            FaultPlan = new(
                new PlannedFault(new() { Turn = 1, EventType = "response.completed" }, new FaultEffect.Drop(Place: FaultPlace.Middle)),
                new PlannedFault(new() { Connection = 2 }, new FaultEffect.RefuseUpgrade(503))),
        });
        // end snippet

        using var socket = await BareSocket.ConnectAsync(emulator, limit);
        await socket.SayAsync("hello");
        (await socket.ReceiveUntilLostAsync())[^1].Type().Should().Be("response.output_item.done");
        var connect = () => BareSocket.ConnectAsync(emulator, limit);
        await connect.Should().ThrowAsync<WebSocketException>().WithMessage("*503*");
    }

    [Fact]
    public async Task A_clock_that_the_test_moves_works()
    {
        var limit = _limit.Token;
        var time = new WatchedTime();

        // snippet: emulator-time
        await using var emulator = await ResponsesEmulator.StartAsync(new() { TimeProvider = time });
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {emulator.ApiKey}");
        await socket.ConnectAsync(emulator.WebSocketEndpoint, limit);
        await SendAsync(socket, """{"type":"response.create","model":"gpt-6-astra","input":"say hello"}""", limit);
        await ReceiveTurnAsync(socket, limit);

        time.Advance(TimeSpan.FromMinutes(60));

        var error = await ReceiveTurnAsync(socket, limit);
        Assert.Equal("websocket_connection_limit_reached", error.GetProperty("error").GetProperty("code").GetString());
        // end snippet
    }

    [Fact]
    public async Task A_profile_works()
    {
        var limit = _limit.Token;

        // snippet: emulator-profile
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Profile = EmulatorProfile.Azure });
        // end snippet

        using var socket = await BareSocket.ConnectAsync(emulator, limit);
        (await socket.AskAsync("hello", lane: "a")).GetRawText().Should().Contain("stream_id");
    }

    [Fact]
    public async Task Costs()
    {
        var limit = _limit.Token;

        // snippet: emulator-costs
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            Costs = new() { Handshake = TimeSpan.FromMilliseconds(150), PrefillPerToken = TimeSpan.FromMilliseconds(0.2), Waits = false },
        });
        // end snippet

        using var socket = await BareSocket.ConnectAsync(emulator, limit);
        await socket.AskAsync("hello");
        emulator.CostSummary!.HandshakeTime.Should().Be(TimeSpan.FromMilliseconds(150));
        emulator.CostSummary!.PrefillTime.Should().BePositive();
    }

    public void Dispose() => _limit.Dispose();

    private static async Task<IReadOnlyList<JsonElement>> AskAsync(ResponsesEmulator emulator, int turns, CancellationToken limit)
    {
        using var socket = await BareSocket.ConnectAsync(emulator, limit);
        var ends = new List<JsonElement>();
        while (ends.Count < turns)
        {
            ends.Add(await socket.AskAsync("hello"));
        }

        return ends;
    }

    // snippet: emulator-helpers
    private static Task SendAsync(ClientWebSocket socket, string frame, CancellationToken limit) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, limit);

    private static async Task<JsonElement> ReceiveTurnAsync(ClientWebSocket socket, CancellationToken limit)
    {
        while (true)
        {
            using var message = new MemoryStream();
            var chunk = new byte[4096];
            WebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(chunk, limit);
                message.Write(chunk, 0, received.Count);
            }
            while (!received.EndOfMessage);

            var frame = JsonDocument.Parse(message.ToArray()).RootElement;
            if (frame.GetProperty("type").GetString() is "response.completed" or "response.incomplete" or "response.failed" or "error")
            {
                return frame;
            }
        }
    }
    // end snippet
}
