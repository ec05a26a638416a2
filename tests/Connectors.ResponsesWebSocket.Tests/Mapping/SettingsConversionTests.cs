namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Settings of any type are read as the connector's own.</summary>
public sealed class SettingsConversionTests
{
    [Fact]
    [Trait("Contract", "S4")]
    public void No_settings_are_new_ones_with_the_default_limit()
    {
        ResponsesWebSocketPromptExecutionSettings.FromExecutionSettings(null, 7).MaxTokens.Should().Be(7);
    }

    [Fact]
    [Trait("Contract", "S4")]
    public void Settings_of_the_own_type_stay_the_same_object()
    {
        var settings = new ResponsesWebSocketPromptExecutionSettings();

        ResponsesWebSocketPromptExecutionSettings.FromExecutionSettings(settings, 7).Should().BeSameAs(settings);
    }

    [Fact]
    [Trait("Contract", "S4")]
    public void The_behaviour_stays_the_same_object_and_the_original_unchanged()
    {
        var settings = new PromptExecutionSettings { ServiceId = "s", ModelId = "m", FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) };

        var read = ResponsesWebSocketPromptExecutionSettings.FromExecutionSettings(settings);

        read.FunctionChoiceBehavior.Should().BeSameAs(settings.FunctionChoiceBehavior);
        (read.ServiceId, read.ModelId).Should().Be(("s", "m"));
        settings.ExtensionData.Should().BeNullOrEmpty();
    }

    public static TheoryData<object, object, object, object> Written => new()
    {
        { 0.7, 128, true, new Dictionary<string, string> { ["a"] = "b" } },
        { "0.7", "128", "true", new Dictionary<string, object> { ["a"] = "b" } },
        { 0.7f, 128L, "True", new Dictionary<string, string> { ["a"] = "b" } },
        { "0.7".Json(), "128".Json(), "true".Json(), """{"a":"b"}""".Json() },
    };

    [Theory]
    [MemberData(nameof(Written))]
    [Trait("Contract", "S5")]
    public void Snake_case_keys_are_read_whatever_way_their_values_are_written(object temperature, object maxTokens, object store, object metadata)
    {
        var read = ResponsesWebSocketPromptExecutionSettings.FromExecutionSettings(new PromptExecutionSettings
        {
            ExtensionData = new Dictionary<string, object>
            {
                ["temperature"] = temperature, ["top_p"] = "0.5", ["max_tokens"] = maxTokens, ["store"] = store, ["metadata"] = metadata, ["user"] = "u",
                ["chat_system_prompt"] = "s", ["chat_developer_prompt"] = "d", ["reasoning_effort"] = "low", ["response_format"] = "json_object",
            },
        });

        read.Temperature.Should().BeApproximately(0.7, 0.0001);
        read.TopP.Should().Be(0.5);
        read.MaxTokens.Should().Be(128);
        read.Store.Should().BeTrue();
        read.Metadata.Should().Equal(new Dictionary<string, string> { ["a"] = "b" });
        (read.User, read.ChatSystemPrompt, read.ChatDeveloperPrompt).Should().Be(("u", "s", "d"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("Foo")]
    [InlineData(1)]
    [InlineData(1.0)]
    [Trait("Contract", "S6")]
    public void A_yes_or_no_that_is_neither_is_an_ArgumentException(object store)
    {
        var reading = () => ResponsesWebSocketPromptExecutionSettings.FromExecutionSettings(
            new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["store"] = store } });

        reading.Should().Throw<ArgumentException>();
    }
}
