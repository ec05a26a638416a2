using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>An application keeps the settings objects that it has for the stock connector.</summary>
public sealed class StockSettingsTests
{
    [Fact]
    [Trait("Contract", "P31")]
    public async Task Every_typed_property_of_the_stock_settings_has_its_field()
    {
        var create = await CreateWith(new OpenAIPromptExecutionSettings
        {
            Temperature = 0.25,
            TopP = 0.5,
            PresencePenalty = 0,
            FrequencyPenalty = 0,
            MaxTokens = 64,
            ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat("N", BinaryData.FromString("""{"type":"object"}"""), "d", true),
            ChatSystemPrompt = "s",
            ChatDeveloperPrompt = "d",
            User = "u",
            Logprobs = true,
            TopLogprobs = 3,
            Metadata = new Dictionary<string, string> { ["k"] = "v" },
            Store = true,
            ReasoningEffort = OpenAI.Chat.ChatReasoningEffortLevel.Low,
            WebSearchOptions = """{"search_context_size":"low"}""",
            Modalities = OpenAI.Chat.ChatResponseModalities.Text,
            ExtraBody = new Dictionary<string, object?> { ["service_tier"] = "flex" },
        });

        create.Without(Harness.Envelope).ShouldBeJson("""
            {
              "model": "gpt-6-astra", "temperature": 0.25, "top_p": 0.5, "max_output_tokens": 64, "user": "u",
              "text": { "format": { "type": "json_schema", "name": "N", "description": "d", "schema": { "type": "object" }, "strict": true } },
              "include": ["message.output_text.logprobs"], "top_logprobs": 3, "metadata": { "k": "v" }, "store": true,
              "reasoning": { "effort": "low" }, "tools": [{ "type": "web_search", "search_context_size": "low" }], "service_tier": "flex",
              "input": [
                { "type": "message", "role": "developer", "content": "d" },
                { "type": "message", "role": "system", "content": "s" },
                { "type": "message", "role": "user", "content": "go" }
              ]
            }
            """);
    }

    [Fact]
    [Trait("Contract", "S1")]
    [Trait("Contract", "P31")]
    public async Task Stock_settings_that_set_nothing_send_nothing()
    {
        var create = await CreateWith(new OpenAIPromptExecutionSettings());

        create.EnumerateObject().Select(static field => field.Name).Should().BeEquivalentTo(Harness.Envelope, "model", "store", "include", "input");
    }

    [Fact]
    [Trait("Contract", "P31")]
    public async Task A_type_is_the_answers_format_in_stock_settings_as_well()
    {
        var create = await CreateWith(new OpenAIPromptExecutionSettings { ResponseFormat = typeof(Weather) });

        create.Text("text", "format", "name").Should().Be(nameof(Weather));
    }

    [Fact]
    [Trait("Contract", "P31")]
    public async Task Audio_of_the_SDK_is_refused_with_a_reason()
    {
        var asking = () => CreateWith(new OpenAIPromptExecutionSettings { Audio = new OpenAI.Chat.ChatAudioOptions(OpenAI.Chat.ChatOutputAudioVoice.Alloy, OpenAI.Chat.ChatOutputAudioFormat.Mp3) });

        await asking.Should().ThrowAsync<NotSupportedException>().WithMessage("*Audio*");
    }

    [Fact]
    [Trait("Contract", "S23")]
    public async Task Both_behaviours_are_one_too_many()
    {
        var asking = () => CreateWith(new OpenAIPromptExecutionSettings { ToolCallBehavior = ToolCallBehavior.EnableKernelFunctions, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });

        await asking.Should().ThrowAsync<ArgumentException>().WithMessage("ToolCallBehavior and FunctionChoiceBehavior cannot be used together.");
    }

    [Fact]
    [Trait("Contract", "S13")]
    public async Task Stock_settings_changed_by_a_filter_hold_for_the_next_request()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        harness.With("P", () => 1).With(new InlineFilter((context, next) =>
        {
            var settings = (OpenAIPromptExecutionSettings)context.ExecutionSettings!;
            settings.MaxTokens = 100;
            settings.ReasoningEffort = OpenAI.Chat.ChatReasoningEffortLevel.High;
            return next(context);
        }));

        await harness.AskAsync("go", new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(), MaxTokens = 500 });

        harness.Creates.Select(static create => create.At("max_output_tokens").GetInt32()).Should().Equal(500, 100);
        harness.Creates[1].Text("reasoning", "effort").Should().Be("high");
    }

    [Fact]
    [Trait("Contract", "S12")]
    public async Task Stock_settings_are_not_changed()
    {
        var settings = new OpenAIPromptExecutionSettings { MaxTokens = 3, StopSequences = ["x"], ExtraBody = new Dictionary<string, object?> { ["$.text.verbosity"] = "low" } };
        settings.Freeze();
        var before = JsonSerializer.Serialize(settings);

        await CreateWith(settings);

        JsonSerializer.Serialize(settings).Should().Be(before);
    }

    [Fact]
    [Trait("Contract", "P31")]
    public void Values_of_other_kinds_are_converted_and_what_cannot_be_is_named()
    {
        Read(("temperature", "0.5"), ("service_tier", new SdkLevel("flex"))).Should().Match<ResponsesWebSocketPromptExecutionSettings>(
            static read => read.Temperature == 0.5 && read.ServiceTier == "flex");

        FluentActions.Invoking(() => Read(("temperature", "warm"))).Should().Throw<JsonException>().WithMessage("*temperature*").And.Message.Should().NotContain("warm");
        FluentActions.Invoking(() => Read(("temperature", typeof(int)))).Should().Throw<NotSupportedException>().WithMessage("*System.RuntimeType*");
    }

    private static ResponsesWebSocketPromptExecutionSettings Read(params (string Key, object Value)[] given) =>
        ResponsesWebSocketPromptExecutionSettings.FromExecutionSettings(
            new PromptExecutionSettings { ExtensionData = given.ToDictionary(static pair => pair.Key, static pair => pair.Value) });

    private static async Task<JsonElement> CreateWith(PromptExecutionSettings settings)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.AskAsync("go", settings);
        return harness.LastCreate;
    }

    private sealed record Weather(string City);
}
