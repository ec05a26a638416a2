using System.Text.Json.Nodes;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>The caller's own fields, applied to the body of the Responses API.</summary>
public sealed class ExtraBodyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "S22")]
    public async Task Fields_and_paths_win_over_the_settings_in_both_modes(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var settings = new ResponsesWebSocketPromptExecutionSettings
        {
            ReasoningEffort = "low",
            ReasoningSummary = "auto",
            Temperature = 0.1,
            Metadata = new Dictionary<string, string> { ["kept"] = "1", ["a.b"] = "2" },
            ServiceTier = "flex",
            ExtraBody = new Dictionary<string, object?>
            {
                ["$.reasoning.effort"] = "high",
                ["$.metadata['a.b']"] = "x",
                ["$.metadata[\"it's\"]"] = "y",
                ["$.text.format.type"] = "text",
                ["$.context_management[0].type"] = "compaction",
                ["$.context_management[0]['compact_threshold']"] = 1000,
                ["temperature"] = 0.75,
                ["service_tier"] = null,
                ["user"] = "u",
            },
        };

        await harness.AnswerAsync(Harness.Said("go"), streaming, settings);

        harness.LastCreate.Without(Harness.Envelope).ShouldBeJson("""
            {
              "model": "gpt-6-astra", "store": false, "include": ["reasoning.encrypted_content"],
              "reasoning": { "effort": "high", "summary": "auto" }, "metadata": { "kept": "1", "a.b": "x", "it's": "y" }, "text": { "format": { "type": "text" } },
              "context_management": [{ "type": "compaction", "compact_threshold": 1000 }], "temperature": 0.75, "service_tier": null, "user": "u",
              "input": [{ "type": "message", "role": "user", "content": "go" }]
            }
            """);
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("a[0]")]
    [InlineData("$x.y")]
    [InlineData("$['a']")]
    [Trait("Contract", "S22")]
    public async Task A_plain_key_is_a_fields_whole_name(string key)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var asking = () => harness.AskAsync("go", With(key, 1));

        // The server knows no such field; what counts is what it was sent.
        await asking.Should().ThrowAsync<HttpOperationException>();
        harness.LastCreate.At(key).GetInt32().Should().Be(1);
    }

    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { "text", "\"text\"" },
        { 1.5, "1.5" },
        { true, "true" },
        { new[] { 1, 2 }, "[1,2]" },
        { new Dictionary<string, object?> { ["a"] = null }, """{"a":null}""" },
        { new JsonObject { ["a"] = 1 }, """{"a":1}""" },
        { """{"a":[1]}""".Json(), """{"a":[1]}""" },
        { new SdkModel("""{"b":2}"""), """{"b":2}""" },
        { new SdkLevel("flex"), "\"flex\"" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    [Trait("Contract", "S22")]
    public async Task A_value_of_any_kind_is_its_JSON(object? value, string expected)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        await harness.AskAsync("go", With("$.moderation.x", value));

        harness.LastCreate.At("moderation", "x").ShouldBeJson(expected);
    }

    [Fact]
    [Trait("Contract", "S22")]
    public async Task After_a_round_trip_through_JSON_it_does_the_same()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var plain = JsonSerializer.Deserialize<PromptExecutionSettings>("""{"extra_body":{"$.text.verbosity":"low","user":"u"}}""");

        await harness.AskAsync("go", plain);

        harness.LastCreate.Text("text", "verbosity").Should().Be("low");
        harness.LastCreate.Text("user").Should().Be("u");
    }

    [Theory]
    [InlineData("type")]
    [InlineData("stream_id")]
    [InlineData("input")]
    [InlineData("previous_response_id")]
    [InlineData("$.input[0]")]
    [InlineData("$.['input']")]
    [Trait("Contract", "S22")]
    public async Task What_the_client_writes_itself_is_refused(string key)
    {
        (await RefusedAsync(key, "x")).Should().Contain($"'{key}'").And.Contain("the client writes");
    }

    [Theory]
    [InlineData("$..a")]
    [InlineData("$.a..b")]
    [InlineData("$.[0]")]
    [InlineData("$.")]
    [InlineData("$.*")]
    [InlineData("$.a[0]x")]
    [InlineData("$.a[99999999999]")]
    [InlineData("$.model.x")]
    [InlineData("$.model[0]")]
    [InlineData("$.metadata[0]")]
    [InlineData("$.context_management[1]")]
    [Trait("Contract", "S22")]
    public async Task A_path_that_leads_nowhere_is_refused(string key)
    {
        (await RefusedAsync(key, 1)).Should().Contain($"'{key}' of ExtraBody cannot be used").And.Contain("$.text.verbosity");
    }

    [Theory]
    [InlineData("$.a[")]
    [InlineData("$.a[-1]")]
    [InlineData("$.a[*]")]
    [InlineData("$.a[?(@.b)]")]
    [InlineData("$.a['b]")]
    [InlineData("$.a['b\"]")]
    [Trait("Contract", "S22")]
    public async Task What_is_no_path_is_the_clients_own_error(string key)
    {
        (await ThrownAsync<FormatException>(key, 1)).Message.Should().Contain("JsonPath");
    }

    [Fact]
    [Trait("Contract", "S22")]
    public async Task A_value_without_a_JSON_form_is_the_serializers_error()
    {
        var circle = new Dictionary<string, object>();
        circle["self"] = circle;

        await ThrownAsync<NotSupportedException>("user", typeof(int));
        await ThrownAsync<NotSupportedException>("user", () => 1);
        await ThrownAsync<JsonException>("user", circle);
        await ThrownAsync<ArgumentException>("user", double.NaN);
        await ThrownAsync<InvalidOperationException>("user", default(JsonElement));
    }

    [Fact]
    [Trait("Contract", "S22")]
    [Trait("Contract", "P30")]
    public async Task Tools_can_be_patched_and_are_still_called()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        var settings = Harness.Auto;
        settings.ExtraBody = new Dictionary<string, object?>
        {
            ["$.tools[0].description"] = "patched", ["$.tools[1]"] = """{"type":"web_search"}""".Json(), ["$.tool_choice"] = "auto", ["parallel_tool_calls"] = false,
        };

        var answer = await harness.With("P", () => 1).AskAsync("go", settings);

        answer.Content.Should().Be("done");
        foreach (var create in harness.Creates)
        {
            create.Text("tools", 0, "name").Should().Be("P-F");
            create.Text("tools", 0, "description").Should().Be("patched");
            create.Text("tools", 1, "type").Should().Be("web_search");
            create.At("parallel_tool_calls").GetBoolean().Should().BeFalse();
        }
    }

    [Fact]
    [Trait("Contract", "S22")]
    public async Task Patched_tools_travel_as_items_where_tools_do()
    {
        await using var harness = await Harness.StartAsync(Answers.Script(Answers.Text("ok")), static options => options.ToolPlacement = ToolPlacement.InputItems);
        var settings = Harness.Auto;
        settings.ExtraBody = new Dictionary<string, object?> { ["$.tools[0].description"] = "patched" };

        await harness.With("P", () => 1).AskAsync("go", settings);

        harness.LastCreate.Has("tools").Should().BeFalse();
        harness.LastCreate.Text("input", 0, "tools", 0, "description").Should().Be("patched");
    }

    [Theory]
    [InlineData(true, """["web_search_call.results"]""")]
    [InlineData(false, """["web_search_call.results","reasoning.encrypted_content"]""")]
    [Trait("Contract", "S22")]
    public async Task What_the_client_must_know_is_not_hidden_from_it(bool store, string include)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("a"));
        var settings = new ResponsesWebSocketPromptExecutionSettings
        {
            Store = !store,
            ExtraBody = new Dictionary<string, object?> { ["store"] = store, ["include"] = new[] { "web_search_call.results" }, ["model"] = "other" },
        };

        await harness.AskAsync("go", settings);

        // What is stored needs no encrypted reasoning, which the client asks for otherwise.
        harness.LastCreate.At("store").GetBoolean().Should().Be(store);
        harness.LastCreate.Text("model").Should().Be("other");
        harness.LastCreate.At("include").ShouldBeJson(include);
    }

    [Theory]
    [InlineData("tools")]
    [InlineData("tool_choice")]
    [InlineData("include")]
    [InlineData("max_output_tokens")]
    [Trait("Contract", "S22")]
    public async Task Null_is_sent_for_fields_of_other_settings_too(string field)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var settings = Harness.Manual;
        settings.MaxTokens = 64;
        settings.Logprobs = true;
        settings.ExtraBody = new Dictionary<string, object?> { [field] = null };

        await harness.With("P", () => 1).AskAsync("go", settings);

        harness.LastCreate.At(field).ValueKind.Should().Be(JsonValueKind.Null);
    }

    private static ResponsesWebSocketPromptExecutionSettings With(string key, object? value) => new()
    {
        Metadata = new Dictionary<string, string> { ["k"] = "v" }, ExtraBody = new Dictionary<string, object?> { [key] = value },
    };

    private static async Task<string> RefusedAsync(string key, object? value) => (await ThrownAsync<ArgumentException>(key, value)).Message;

    private static async Task<T> ThrownAsync<T>(string key, object? value)
        where T : Exception
    {
        await using var harness = await Harness.StartAsync();
        var asking = () => harness.AskAsync("go", With(key, value));

        var refused = await asking.Should().ThrowAsync<T>();
        harness.Emulator.Journal.Connections.Should().BeEmpty();
        return refused.Which;
    }
}
