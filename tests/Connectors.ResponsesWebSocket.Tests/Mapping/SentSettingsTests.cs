namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>What settings put on the wire.</summary>
public sealed class SentSettingsTests
{
    [Fact]
    [Trait("Contract", "S1")]
    [Trait("Contract", "P24")]
    public async Task Defaults_send_the_model_the_history_that_nothing_is_to_be_stored_and_ask_for_encrypted_reasoning()
    {
        var create = await CreateWith(new ResponsesWebSocketPromptExecutionSettings());

        create.Without(Harness.Envelope).ShouldBeJson("""{"model":"gpt-6-astra","store":false,"include":["reasoning.encrypted_content"],"input":[{"type":"message","role":"user","content":"go"}]}""");
    }

    [Fact]
    [Trait("Contract", "S1")]
    [Trait("Contract", "P20")]
    [Trait("Contract", "P22")]
    [Trait("Contract", "P28")]
    public async Task Every_setting_has_its_field()
    {
        var create = await CreateWith(new ResponsesWebSocketPromptExecutionSettings
        {
            Temperature = 0.25,
            TopP = 0.5,
            MaxTokens = 64,
            ReasoningEffort = "High",
            User = "u1",
            Store = true,
            Metadata = new Dictionary<string, string> { ["k"] = "v" },
        });

        create.At("temperature").GetDouble().Should().Be(0.25);
        create.At("top_p").GetDouble().Should().Be(0.5);
        create.At("max_output_tokens").GetInt32().Should().Be(64);
        create.Text("reasoning", "effort").Should().Be("high");
        create.Text("user").Should().Be("u1");
        create.At("store").GetBoolean().Should().BeTrue();
        create.At("metadata").ShouldBeJson("""{"k":"v"}""");
    }

    [Fact]
    [Trait("Contract", "E4")]
    [Trait("Contract", "E5")]
    public async Task The_settings_model_and_unknown_keys_are_not_sent()
    {
        var create = await CreateWith(new PromptExecutionSettings
        {
            ModelId = "other", ServiceId = "s", ExtensionData = new Dictionary<string, object> { ["results_per_prompt"] = 3, ["frequency_penalty"] = 0.0, ["odd"] = "x" },
        });

        create.Text("model").Should().Be(Harness.Model);
        create.EnumerateObject().Select(static field => field.Name).Should().BeEquivalentTo(Harness.Envelope, "model", "store", "include", "input");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [Trait("Contract", "S3")]
    public async Task A_limit_below_one_is_refused_before_anything_is_sent(int limit)
    {
        await using var harness = await Harness.StartAsync();
        var settings = new ResponsesWebSocketPromptExecutionSettings { MaxTokens = limit };

        var asking = () => harness.AskAsync("go", settings);
        var streaming = () => harness.StreamAsync(Harness.Said("go"), settings);

        var message = $"MaxTokens {limit} is not valid, the value must be greater than zero";
        await asking.Should().ThrowAsync<ArgumentException>().WithMessage(message);
        await streaming.Should().ThrowAsync<ArgumentException>().WithMessage(message);
        harness.Emulator.Journal.Connections.Should().BeEmpty();
    }

    [Fact]
    [Trait("Contract", "S14")]
    public async Task Prompts_of_the_settings_stand_in_front_in_the_request_only()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = Harness.Said("go");

        await harness.AskAsync(history, new ResponsesWebSocketPromptExecutionSettings { ChatSystemPrompt = "s", ChatDeveloperPrompt = "d" });

        Canonical.Of(harness.LastCreate.Input()).Should().Equal("developer: d", "system: s", "user: go");
        history.Should().ContainSingle();
    }

    [Fact]
    [Trait("Contract", "S14")]
    public async Task A_prompt_is_left_out_when_it_is_blank_or_the_history_has_its_own()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = new ChatHistory("own");

        await harness.AskAsync(history, new ResponsesWebSocketPromptExecutionSettings { ChatSystemPrompt = "s", ChatDeveloperPrompt = " " });

        Canonical.Of(harness.LastCreate.Input()).Should().Equal("system: own");
    }

    [Fact]
    [Trait("Contract", "S18")]
    [Trait("Contract", "S19")]
    public async Task Reasoning_effort_may_be_JSON_text_and_newer_levels_pass_through()
    {
        var create = await CreateWith(new ResponsesWebSocketPromptExecutionSettings { ReasoningEffort = "\"XHigh\"".Json() });

        create.Text("reasoning", "effort").Should().Be("xhigh");
    }

    [Fact]
    [Trait("Contract", "S18")]
    public async Task Reasoning_effort_that_is_no_text_is_refused()
    {
        var asking = () => CreateWith(new ResponsesWebSocketPromptExecutionSettings { ReasoningEffort = 3 });

        await asking.Should().ThrowAsync<NotSupportedException>().WithMessage("*System.Int32*");
    }

    private static async Task<JsonElement> CreateWith(PromptExecutionSettings settings)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.AskAsync("go", settings);
        return harness.LastCreate;
    }
}
