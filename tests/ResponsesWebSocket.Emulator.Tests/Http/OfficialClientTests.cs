using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace ResponsesWebSocket.Emulator.Tests.Http;

/// <summary>The official package, which knows nothing of the emulator, completes its turns against it.</summary>
public sealed class OfficialClientTests
{
    private static readonly BinaryData Parameters = BinaryData.FromString("""{"type":"object","properties":{"a":{"type":"integer"}}}""");

    [Fact]
    public async Task Responses_text()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();

        ResponseResult response = await Responses(emulator).CreateResponseAsync(Options("say hello"), limit.Token);

        response.Status.Should().Be(ResponseStatus.Completed);
        response.GetOutputText().Should().Be("hello");
        response.Usage.TotalTokenCount.Should().BePositive();
    }

    [Fact]
    public async Task Responses_stream()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        var options = Options("stream 3");
        options.StreamingEnabled = true;
        var text = string.Empty;
        ResponseResult? completed = null;

        await foreach (var update in await Responses(emulator).CreateResponseStreamingAsync(options, limit.Token))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            completed = (update as StreamingResponseCompletedUpdate)?.Response ?? completed;
        }

        text.Should().HaveLength(60);
        completed!.GetOutputText().Should().Be(text);
    }

    [Fact]
    public async Task Responses_tool_loop_over_a_stored_continuation()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        var client = Responses(emulator);
        var options = Options("call f {\"a\":1}");
        options.Tools.Add(ResponseTool.CreateFunctionTool("f", Parameters, strictModeEnabled: false));

        ResponseResult first = await client.CreateResponseAsync(options, limit.Token);
        var call = first.OutputItems.OfType<FunctionCallResponseItem>().Single();
        var next = new CreateResponseOptions { Model = "gpt-6-astra", PreviousResponseId = first.Id };
        next.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(call.CallId, "42"));
        ResponseResult second = await client.CreateResponseAsync(next, limit.Token);
        ResponseResult read = await client.GetResponseAsync(second.Id, limit.Token);

        call.FunctionName.Should().Be("f");
        call.FunctionArguments.ToString().Should().Be("{\"a\":1}");
        second.GetOutputText().Should().Be("Result of f: 42");
        second.PreviousResponseId.Should().Be(first.Id);
        read.GetOutputText().Should().Be("Result of f: 42");
        emulator.Journal.Responses[1].ParentSource.Should().Be(ParentSource.Store);
    }

    [Fact]
    public async Task Responses_tool_loop_by_replay_without_the_store()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        var client = Responses(emulator);
        var options = Options("call f {\"a\":1}");
        options.StoredOutputEnabled = false;

        ResponseResult first = await client.CreateResponseAsync(options, limit.Token);
        var call = first.OutputItems.OfType<FunctionCallResponseItem>().Single();
        var next = Options("call f {\"a\":1}");
        next.StoredOutputEnabled = false;
        next.InputItems.Add(ResponseItem.CreateFunctionCallItem(call.CallId, call.FunctionName, call.FunctionArguments));
        next.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(call.CallId, "42"));
        ResponseResult second = await client.CreateResponseAsync(next, limit.Token);

        second.GetOutputText().Should().Be("Result of f: 42");
    }

    [Fact]
    public async Task Responses_errors_are_understood()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        var options = Options("say x");
        options.PreviousResponseId = "resp_none";

        var ask = () => Responses(emulator).CreateResponseAsync(options, limit.Token);

        var thrown = await ask.Should().ThrowAsync<ClientResultException>();
        thrown.Which.Status.Should().Be(400);
        thrown.Which.Message.Should().Contain("previous_response_not_found");
    }

    [Fact]
    public async Task Chat_text()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();

        ChatCompletion completion = await Chat(emulator).CompleteChatAsync(
            [ChatMessage.CreateSystemMessage("be brief"), ChatMessage.CreateUserMessage("say hello")], cancellationToken: limit.Token);

        completion.Content.Should().ContainSingle().Which.Text.Should().Be("hello");
        completion.FinishReason.Should().Be(ChatFinishReason.Stop);
        completion.Usage.TotalTokenCount.Should().BePositive();
    }

    [Fact]
    public async Task Chat_stream_with_usage()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        var text = string.Empty;
        ChatFinishReason? reason = null;
        ChatTokenUsage? usage = null;

        await foreach (var update in Chat(emulator).CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("stream 3")], cancellationToken: limit.Token))
        {
            text += string.Concat(update.ContentUpdate.Select(static part => part.Text));
            reason = update.FinishReason ?? reason;
            usage = update.Usage ?? usage;
        }

        text.Should().HaveLength(60);
        reason.Should().Be(ChatFinishReason.Stop);
        usage!.OutputTokenCount.Should().BePositive("the package asks for the usage of every stream");
    }

    [Fact]
    public async Task Chat_tool_loop()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        var client = Chat(emulator);
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("f", "F", Parameters) } };
        List<ChatMessage> messages = [ChatMessage.CreateUserMessage("call f {\"a\":1}\ncall f {\"a\":2}")];

        ChatCompletion first = await client.CompleteChatAsync(messages, options, limit.Token);
        messages.Add(ChatMessage.CreateAssistantMessage(first));
        messages.AddRange(first.ToolCalls.Select(static call => ChatMessage.CreateToolMessage(call.Id, $"got {call.FunctionArguments}")));
        ChatCompletion second = await client.CompleteChatAsync(messages, options, limit.Token);

        first.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        second.Content[0].Text.Should().Be("Result of f: got {\"a\":1}\nResult of f: got {\"a\":2}");
    }

    [Fact]
    public async Task Chat_streams_tool_calls()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        var arguments = new SortedDictionary<int, string>();

        await foreach (var update in Chat(emulator).CompleteChatStreamingAsync(
            [ChatMessage.CreateUserMessage("call f {\"a\":123456789}\ncall g")], cancellationToken: limit.Token))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                arguments[call.Index] = arguments.GetValueOrDefault(call.Index) + call.FunctionArgumentsUpdate;
            }
        }

        arguments.Values.Should().Equal("{\"a\":123456789}", "{}");
    }

    private static ResponsesClient Responses(ResponsesEmulator emulator) =>
        new(new ApiKeyCredential(emulator.ApiKey), new ResponsesClientOptions { Endpoint = emulator.Endpoint });

    private static ChatClient Chat(ResponsesEmulator emulator) =>
        new("gpt-6-astra", new ApiKeyCredential(emulator.ApiKey), new OpenAIClientOptions { Endpoint = emulator.Endpoint });

    private static CreateResponseOptions Options(string text)
    {
        var options = new CreateResponseOptions { Model = "gpt-6-astra" };
        options.InputItems.Add(ResponseItem.CreateUserMessageItem(text));
        return options;
    }
}
