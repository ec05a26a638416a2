using Microsoft.Extensions.AI;
using AICall = Microsoft.Extensions.AI.FunctionCallContent;
using AIResult = Microsoft.Extensions.AI.FunctionResultContent;

namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>The service behind Microsoft.Extensions.AI's interface, by Semantic Kernel's own bridge.</summary>
public sealed class ChatClientTests
{
    [Fact]
    [Trait("Contract", "M1")]
    [Trait("Contract", "M3")]
    public async Task Calls_are_handed_to_the_caller_and_its_results_go_on()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P_F", """{"city":"Rome"}"""), Answers.Text("done"));
        harness.With("P", (string city) => $"rain in {city}");
        using var client = harness.Service.AsChatClient();
        var options = new ChatOptions { Tools = [.. harness.Kernel.Plugins["P"]] };
        var messages = new List<ChatMessage> { new(ChatRole.User, "go") };

        var first = await client.GetResponseAsync(messages, options, harness.Limit);
        messages.AddRange(first.Messages);
        var call = first.Messages.SelectMany(static message => message.Contents.OfType<AICall>()).Should().ContainSingle().Subject;
        messages.Add(new(ChatRole.Tool, [new AIResult(call.CallId, "rain in Rome")]));
        var second = await client.GetResponseAsync(messages, options, harness.Limit);

        (call.CallId, call.Name, call.Arguments!["city"]).Should().Be(("c1", "P_F", "Rome"));
        second.Text.Should().Be("done");
        harness.Creates.Should().HaveCount(2).And.OnlyContain(static create => create.Text("tools", 0, "name") == "P_F");
        Canonical.Of(harness.LastNew).Should().Equal("c1 gave rain in Rome");
        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
    }

    [Fact]
    [Trait("Contract", "M2")]
    public async Task Options_reach_the_wire_as_far_as_the_service_has_a_field_for_them()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("{}"));
        using var client = harness.Service.AsChatClient();

        await client.GetResponseAsync("go", new ChatOptions
        {
            Temperature = 0.5f,
            TopP = 0.25f,
            MaxOutputTokens = 100,
            FrequencyPenalty = 0,
            PresencePenalty = 0,
            Seed = 7,
            TopK = 3,
            StopSequences = ["END"],
            ModelId = "another",
            ResponseFormat = ChatResponseFormat.ForJsonSchema("""{"type":"object"}""".Json()),
            AdditionalProperties = new() { ["user"] = "u", ["of_the_future"] = 1 },
        }, harness.Limit);

        var sent = harness.LastCreate;
        (sent.At("temperature").GetDouble(), sent.At("top_p").GetDouble(), sent.At("max_output_tokens").GetInt32()).Should().Be((0.5, 0.25, 100));
        sent.Text("model").Should().Be(Harness.Model);
        sent.Text("user").Should().Be("u");
        sent.At("text", "format", "schema").ShouldBeJson("""{"type":"object"}""");
        foreach (var name in new[] { "seed", "top_k", "stop", "frequency_penalty", "presence_penalty", "of_the_future", "tools", "tool_choice" })
        {
            sent.Has(name).Should().BeFalse(name);
        }
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [Trait("Contract", "M2")]
    public async Task A_format_may_be_a_word(string word)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("{}"));
        using var client = harness.Service.AsChatClient();

        await client.GetResponseAsync("json, please", new ChatOptions { ResponseFormat = word == "text" ? ChatResponseFormat.Text : ChatResponseFormat.Json }, harness.Limit);

        harness.LastCreate.Text("text", "format", "type").Should().Be(word == "text" ? "text" : "json_object");
    }

    [Fact]
    [Trait("Contract", "M3")]
    public async Task A_mode_goes_with_the_tools()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("a"), Answers.Text("b"));
        harness.With("P", () => 1);
        using var client = harness.Service.AsChatClient();

        await client.GetResponseAsync("go", new ChatOptions { Tools = [.. harness.Kernel.Plugins["P"]], ToolMode = ChatToolMode.RequireAny }, harness.Limit);
        await client.GetResponseAsync("go", new ChatOptions { Tools = [.. harness.Kernel.Plugins["P"]], ToolMode = ChatToolMode.None }, harness.Limit);

        harness.Creates[0].Text("tool_choice").Should().Be("required");
        harness.Creates[1].Has("tools").Should().BeFalse();
    }

    [Fact]
    [Trait("Contract", "M5")]
    public async Task Metadata_are_additional_properties_in_either_mode()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello"), ModelAnswer.Deltas("hel", "lo"));
        using var client = harness.Service.AsChatClient();

        var whole = await client.GetResponseAsync("go", cancellationToken: harness.Limit);
        var updates = await client.GetStreamingResponseAsync("go", cancellationToken: harness.Limit).ToListAsync(harness.Limit);

        whole.Text.Should().Be("hello");
        whole.Messages[^1].AdditionalProperties!["Usage"].Should().BeOfType<ChatTokenUsage>();
        whole.Messages[^1].AdditionalProperties!["FinishReason"].Should().Be("Stop");
        string.Concat(updates.Select(static update => update.Text)).Should().Be("hello");
        updates[0].Role.Should().Be(ChatRole.Assistant);
        updates.Where(static update => update.AdditionalProperties!["Usage"] is ChatTokenUsage).Should().ContainSingle();
    }

    /// <summary>
    /// The bridge reads each piece of the arguments as if it were all of them. Pieces are what streaming callers of Semantic Kernel are
    /// promised, so it stays as it is with the stock connector: calls come through this bridge without streaming.
    /// </summary>
    [Fact]
    [Trait("Contract", "M4")]
    public async Task Streamed_calls_break_in_the_bridge_and_the_service_goes_on()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P_F", """{"city":"Rome"}"""), Answers.Text("ok"));
        harness.With("P", (string city) => city);
        using var client = harness.Service.AsChatClient();
        var options = new ChatOptions { Tools = [.. harness.Kernel.Plugins["P"]] };

        var reading = async () => await client.GetStreamingResponseAsync("go", options, harness.Limit).ToListAsync(harness.Limit);

        await reading.Should().ThrowAsync<JsonException>();
        (await client.GetResponseAsync("again", options, harness.Limit)).Text.Should().Be("ok");
    }
}
