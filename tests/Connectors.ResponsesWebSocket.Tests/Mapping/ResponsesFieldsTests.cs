namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>What Chat Completions has elsewhere, or not at all.</summary>
public sealed class ResponsesFieldsTests
{
    [Fact]
    [Trait("Contract", "P22")]
    [Trait("Contract", "P28")]
    public async Task The_fields_of_the_Responses_API_have_settings_of_their_own()
    {
        var create = await CreateWith(new()
        {
            ReasoningEffort = "low",
            ReasoningSummary = "auto",
            ResponseFormat = "text",
            Verbosity = "high",
            ServiceTier = "flex",
            PromptCacheKey = "p",
            SafetyIdentifier = "i",
            Truncation = "auto",
            Include = ["web_search_call.action.sources"],
            ContextManagement = """[{"type":"compaction","compact_threshold":1000}]""",
        });

        create.At("reasoning").ShouldBeJson("""{"effort":"low","summary":"auto"}""");
        create.At("text").ShouldBeJson("""{"format":{"type":"text"},"verbosity":"high"}""");
        (create.Text("service_tier"), create.Text("prompt_cache_key"), create.Text("safety_identifier"), create.Text("truncation")).Should().Be(("flex", "p", "i", "auto"));
        create.At("include").ShouldBeJson("""["web_search_call.action.sources","reasoning.encrypted_content"]""");
        create.At("context_management").ShouldBeJson("""[{"type":"compaction","compact_threshold":1000}]""");
    }

    [Fact]
    [Trait("Contract", "P22")]
    public async Task A_summary_or_a_verbosity_alone_is_sent_alone()
    {
        var create = await CreateWith(new() { ReasoningSummary = "concise", Verbosity = "low" });

        create.At("reasoning").ShouldBeJson("""{"summary":"concise"}""");
        create.At("text").ShouldBeJson("""{"verbosity":"low"}""");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [Trait("Contract", "P23")]
    public async Task Log_probabilities_are_asked_for_by_include(bool? logprobs, bool expected)
    {
        var create = await CreateWith(new() { Logprobs = logprobs, TopLogprobs = 2, Include = expected ? ["message.output_text.logprobs"] : null });

        create.At("top_logprobs").GetInt32().Should().Be(2);
        create.At("include").EnumerateArray().Count(static name => name.ValueEquals("message.output_text.logprobs")).Should().Be(expected ? 1 : 0);
    }

    public static TheoryData<object, string> Levels => new()
    {
        { "HIGH", "high" },
        { "\"Minimal\"".Json(), "minimal" },
        { OpenAI.Chat.ChatReasoningEffortLevel.Medium, "medium" },
        { "XHigh", "xhigh" },
        { "none", "none" },
    };

    [Theory]
    [MemberData(nameof(Levels))]
    [Trait("Contract", "S18")]
    [Trait("Contract", "S19")]
    public async Task Every_form_of_a_level_is_its_word(object effort, string expected)
    {
        (await CreateWith(new() { ReasoningEffort = effort })).Text("reasoning", "effort").Should().Be(expected);
    }

    public static TheoryData<object> NoLevels => [3, " ", "\"\"".Json(), "3".Json(), new object(), default(SdkLevel), new SdkLevel("medium"), 1.5m, "heroic", "low ", "null".Json(), Microsoft.Extensions.AI.ReasoningEffort.ExtraHigh];

    [Theory]
    [MemberData(nameof(NoLevels))]
    [Trait("Contract", "S18")]
    public async Task What_is_no_level_is_refused(object effort)
    {
        var asking = () => CreateWith(new() { ReasoningEffort = effort });

        await asking.Should().ThrowAsync<NotSupportedException>().WithMessage("The provided reasoning effort*is not supported*");
    }

    public static TheoryData<object, string> Searches => new()
    {
        { "{}", """{"type":"web_search"}""" },
        { """{"search_context_size":"high","user_location":{"type":"approximate","approximate":{"city":"Rome"}}}""", """{"type":"web_search","search_context_size":"high","user_location":{"city":"Rome","type":"approximate"}}""" },
        { """{"user_location":{"type":"approximate","city":"Rome"}}""".Json(), """{"type":"web_search","user_location":{"type":"approximate","city":"Rome"}}""" },
        { new OpenAI.Chat.ChatWebSearchOptions(), """{"type":"web_search"}""" },
        { """{"filters":null}""", """{"type":"web_search","filters":null}""" },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    [Trait("Contract", "S20")]
    [Trait("Contract", "P29")]
    public async Task Web_search_options_are_a_tool(object options, string expected)
    {
        var create = await CreateWith(new() { WebSearchOptions = options });

        create.At("tools").EnumerateArray().Should().ContainSingle().Which.ShouldBeJson(expected);
        create.Has("tool_choice").Should().BeFalse();
    }

    [Fact]
    [Trait("Contract", "S20")]
    public async Task Web_search_options_of_another_kind_are_refused()
    {
        var number = () => CreateWith(new() { WebSearchOptions = 3 });
        var text = () => CreateWith(new() { WebSearchOptions = "yes-text" });
        var list = () => CreateWith(new() { WebSearchOptions = "[]" });

        await number.Should().ThrowAsync<NotSupportedException>().WithMessage("The provided web search options 'System.Int32' is not supported.");
        (await text.Should().ThrowAsync<JsonException>()).Which.Message.Should().NotContain("yes-text");
        await list.Should().ThrowAsync<InvalidOperationException>();
    }

    private static async Task<JsonElement> CreateWith(ResponsesWebSocketPromptExecutionSettings settings)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.AskAsync("go", settings);
        return harness.LastCreate;
    }
}
