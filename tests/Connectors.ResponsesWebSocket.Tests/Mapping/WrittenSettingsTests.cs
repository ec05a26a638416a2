namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Settings as prompt files and the bridges of Microsoft.Extensions.AI write them.</summary>
public sealed class WrittenSettingsTests
{
    public static TheoryData<object, object, object, object, object> Written => new()
    {
        { "7", "true", new[] { "a", "b" }, new Dictionary<string, string> { ["1"] = "2" }, "3" },
        { 7, true, new List<object> { "a", "b" }, new Dictionary<int, int> { [1] = 2 }, 3 },
        { 7L, "True", new List<string> { "a", "b" }, new Dictionary<string, object> { ["1"] = "2" }, 3.0 },
        { "7".Json(), "true".Json(), """["a","b"]""".Json(), """{"1":"2"}""".Json(), "\"3\"".Json() },
    };

    [Theory]
    [MemberData(nameof(Written))]
    [Trait("Contract", "S5")]
    public void Every_way_of_writing_a_value_is_read(object seed, object logprobs, object stops, object biases, object penalty)
    {
        var read = Read(new()
        {
            ["seed"] = seed, ["Logprobs"] = logprobs, ["stop_sequences"] = stops, ["token_selection_biases"] = biases, ["presence_penalty"] = penalty, ["top_logprobs"] = seed,
            ["eager_function_invocation"] = logprobs, ["include"] = stops, ["verbosity"] = "low", ["unknown"] = penalty,
        });

        (read.Seed, read.Logprobs, read.PresencePenalty, read.TopLogprobs, read.EagerFunctionInvocation, read.Verbosity).Should().Be((7L, true, 3.0, 7, true, "low"));
        read.StopSequences.Should().Equal("a", "b");
        read.Include.Should().Equal("a", "b");
        read.TokenSelectionBiases.Should().Equal(new Dictionary<int, int> { [1] = 2 });
        read.ExtensionData.Should().ContainSingle().Which.Key.Should().Be("unknown");
    }

    [Theory]
    [InlineData("logprobs", "", typeof(ArgumentException))]
    [InlineData("logprobs", "123", typeof(ArgumentException))]
    [InlineData("logprobs", 1, typeof(ArgumentException))]
    [InlineData("eager_function_invocation", "Foo", typeof(ArgumentException))]
    [InlineData("seed", "many-text", typeof(JsonException))]
    [InlineData("stop_sequences", "not-a-list-text", typeof(JsonException))]
    [InlineData("include", "not-a-list-text", typeof(JsonException))]
    [InlineData("metadata", 3, typeof(JsonException))]
    [Trait("Contract", "S6")]
    public void A_value_of_the_wrong_kind_is_the_stock_connectors_error_and_not_repeated(string key, object value, Type error)
    {
        var thrown = FluentActions.Invoking(() => Read(new() { [key] = value })).Should().Throw<Exception>().Which;

        thrown.Should().BeOfType(error);
        thrown.Message.Should().NotContain("-text");
    }

    [Fact]
    [Trait("Contract", "T18")]
    public async Task A_prompt_configuration_carries_behaviour_and_settings()
    {
        var config = PromptTemplateConfig.FromJson("""
            {
              "template": "go",
              "execution_settings": {
                "default": {
                  "max_tokens": "64", "response_format": "json_object", "reasoning_effort": "Low", "extra_body": { "$.text.verbosity": "low" },
                  "function_choice_behavior": { "type": "auto", "functions": ["P.G"], "options": { "allow_parallel_calls": false, "allow_strict_schema_adherence": true } }
                }
              }
            }
            """);
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-G"), Answers.Text("done"));
        harness.With("P", Harness.Function("F", () => 1), Harness.Function("G", () => 2));

        var result = await harness.Kernel.InvokeAsync(harness.Kernel.CreateFunctionFromPrompt(config), cancellationToken: harness.Limit);

        result.ToString().Should().Be("done");
        harness.Creates.Should().HaveCount(2);
        foreach (var create in harness.Creates)
        {
            create.At("max_output_tokens").GetInt32().Should().Be(64);
            create.At("text").ShouldBeJson("""{"format":{"type":"json_object"},"verbosity":"low"}""");
            create.Text("reasoning", "effort").Should().Be("low");
            var tool = create.At("tools").EnumerateArray().Should().ContainSingle().Subject;
            tool.Text("name").Should().Be("P-G");
            tool.At("strict").GetBoolean().Should().BeTrue();
            create.At("parallel_tool_calls").GetBoolean().Should().BeFalse();
        }
    }

    [Fact]
    [Trait("Contract", "T18")]
    public async Task None_in_a_configuration_offers_and_forbids()
    {
        var config = PromptTemplateConfig.FromJson("""{"template":"go","execution_settings":{"default":{"function_choice_behavior":{"type":"none"}}}}""");
        await using var harness = await Harness.StartAsync(Answers.Text("done"));
        harness.With("P", () => 1);

        await harness.Kernel.InvokeAsync(harness.Kernel.CreateFunctionFromPrompt(config), cancellationToken: harness.Limit);

        harness.LastCreate.Text("tool_choice").Should().Be("none");
        harness.LastCreate.At("tools").GetArrayLength().Should().Be(1);
    }

    private static ResponsesWebSocketPromptExecutionSettings Read(Dictionary<string, object> data) =>
        ResponsesWebSocketPromptExecutionSettings.FromExecutionSettings(new PromptExecutionSettings { ExtensionData = data });
}
