using Microsoft.SemanticKernel.Agents;

namespace Connectors.ResponsesWebSocket.Tests.RealPackages;

/// <summary>AG1 to AG6: the service behind Semantic Kernel's own agent.</summary>
[Trait("Acceptance", "52")]
public sealed class ChatCompletionAgentTests
{
    private const string Name = "Weather man";

    private readonly ChatHistoryAgentThread _thread = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Trace", "21.8")]
    public async Task AG1_AG2_AG3_Two_turns_with_a_tool_round(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"city":"Rome"}"""), ModelAnswer.Deltas("Ra", "in."), Answers.Text("Still."));
        harness.With("P", (string city) => $"rain in {city}");
        var agent = AgentOf(harness, Harness.Auto);
        var told = new List<ChatMessageContent>();
        var options = new AgentInvokeOptions
        {
            AdditionalInstructions = "Only today.",
            OnIntermediateMessage = message =>
            {
                told.Add(message);
                return Task.CompletedTask;
            },
        };

        (await SayAsync(agent, "weather?", streaming, options, harness.Limit)).Should().Be("Rain.");
        (await SayAsync(agent, "sure?", streaming, options, harness.Limit)).Should().Be("Still.");

        Canonical.Of(_thread.ChatHistory).Should().Equal(
            "user: weather?", "c1 calls P-F with {\"city\":\"Rome\"}", "c1 gave rain in Rome", "assistant: Rain.", "user: sure?", "assistant: Still.");
        _thread.ChatHistory.Where(static message => message.Role != AuthorRole.User).Should().OnlyContain(static message => message.AuthorName == Name);
        told.Take(2).Select(static message => message.Role).Should().Equal(AuthorRole.Assistant, AuthorRole.Tool);
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(
            Canonical.Of(_thread.ChatHistory.SkipLast(1)).Prepend("system: Only today.").Prepend("system: Be brief."));
        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
    }

    [Fact]
    public async Task AG4_In_manual_mode_the_calls_are_handed_out_and_not_stored()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"));
        var agent = AgentOf(harness.With("P", () => 1), Harness.Manual);
        var answers = new List<ChatMessageContent>();

        await foreach (var answer in agent.InvokeAsync(new ChatMessageContent(AuthorRole.User, "go"), _thread, cancellationToken: harness.Limit))
        {
            answers.Add(answer.Message);
        }

        FunctionCallContent.GetFunctionCalls(answers.Should().ContainSingle().Subject).Should().ContainSingle().Which.Id.Should().Be("c1");
        Canonical.Of(_thread.ChatHistory).Should().Equal("user: go");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AG4_AG5_A_turn_that_a_filter_ended_stores_no_answer(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"));
        harness.With("P", () => "one").With(new InlineFilter(static async (context, next) =>
        {
            await next(context);
            context.Terminate = true;
        }));

        await SayAsync(AgentOf(harness, Harness.Auto), "go", streaming, options: null, harness.Limit);

        Canonical.Of(_thread.ChatHistory).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave one");
        harness.Creates.Should().ContainSingle();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AG6_Settings_of_the_base_type_reach_the_service(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
            ExtensionData = new Dictionary<string, object> { ["max_tokens"] = 100 },
        };
        settings.Freeze();

        (await SayAsync(AgentOf(harness.With("P", () => 1), settings), "go", streaming, options: null, harness.Limit)).Should().Be("done");

        harness.Creates.Should().HaveCount(2).And.OnlyContain(static create => create.At("max_output_tokens").GetInt32() == 100);
    }

    private static ChatCompletionAgent AgentOf(Harness harness, PromptExecutionSettings settings) => new()
    {
        Name = Name,
        Instructions = "Be brief.",
        Kernel = harness.Kernel,
        Arguments = new KernelArguments(settings),
    };

    /// <returns>The text of the answer.</returns>
    private async Task<string> SayAsync(ChatCompletionAgent agent, string text, bool streaming, AgentInvokeOptions? options, CancellationToken limit)
    {
        var said = new ChatMessageContent(AuthorRole.User, text);
        var answer = "";
        if (streaming)
        {
            await foreach (var chunk in agent.InvokeStreamingAsync(said, _thread, options, limit))
            {
                answer += chunk.Message.Content;
            }

            return answer;
        }

        await foreach (var message in agent.InvokeAsync(said, _thread, options, limit))
        {
            answer += message.Message.Content;
        }

        return answer;
    }
}
