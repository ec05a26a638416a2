using System.Collections;
using System.Reflection;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>What holds for each property that there is: one that is added and forgotten fails here.</summary>
public sealed class EverySettingTests
{
    private static readonly Dictionary<string, object> Values = new()
    {
        ["ServiceId"] = "s",
        ["ModelId"] = "m",
        ["FunctionChoiceBehavior"] = FunctionChoiceBehavior.Auto(autoInvoke: false),
        ["ExtensionData"] = new Dictionary<string, object> { ["k"] = "v" },
        ["Temperature"] = 0.1,
        ["TopP"] = 0.2,
        ["PresencePenalty"] = 0.3,
        ["FrequencyPenalty"] = 0.4,
        ["MaxTokens"] = 30,
        ["StopSequences"] = new List<string> { "a" },
        ["Seed"] = 5L,
        ["ResponseFormat"] = "text",
        ["ChatSystemPrompt"] = "system",
        ["ChatDeveloperPrompt"] = "developer",
        ["TokenSelectionBiases"] = new Dictionary<int, int> { [1] = 2 },
        ["ToolCallBehavior"] = ToolCallBehavior.EnableKernelFunctions,
        ["User"] = "u",
        ["Logprobs"] = true,
        ["TopLogprobs"] = 6,
        ["Metadata"] = new Dictionary<string, string> { ["k"] = "v" },
        ["Store"] = false,
        ["ReasoningEffort"] = "high",
        ["ReasoningSummary"] = "auto",
        ["WebSearchOptions"] = "{}",
        ["Modalities"] = "text",
        ["Audio"] = "{}",
        ["ExtraBody"] = new Dictionary<string, object?> { ["k"] = null },
        ["Verbosity"] = "low",
        ["ServiceTier"] = "flex",
        ["PromptCacheKey"] = "p",
        ["SafetyIdentifier"] = "i",
        ["Truncation"] = "auto",
        ["Include"] = new List<string> { "web_search_call.results" },
        ["ContextManagement"] = "[]",
        ["Tools"] = new List<object> { "{}" },
        ["EagerFunctionInvocation"] = true,
        ["Steering"] = new ResponsesWebSocketSteering(),
    };

    public static TheoryData<string> Names => [.. Settable.Select(static property => property.Name)];

    /// <summary>All but those that are objects of the application.</summary>
    public static TheoryData<string> NamesInJson =>
        [.. Settable.Where(static property => property.Name is not (nameof(OpenAIPromptExecutionSettings.ToolCallBehavior) or nameof(ResponsesWebSocketPromptExecutionSettings.Steering))).Select(static property => property.Name)];

    private static IEnumerable<PropertyInfo> Settable => typeof(ResponsesWebSocketPromptExecutionSettings).GetProperties().Where(static property => property.SetMethod is { IsPublic: true });

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Contract", "S1")]
    public void A_setting_is_null_by_default(string name)
    {
        Value(new ResponsesWebSocketPromptExecutionSettings(), name).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Contract", "S8")]
    [Trait("Contract", "S9")]
    [Trait("Contract", "S10")]
    public void A_clone_has_each_collection_for_itself(string name)
    {
        var settings = Filled();
        settings.Freeze();

        var clone = settings.Clone().Should().BeOfType<ResponsesWebSocketPromptExecutionSettings>().Subject;

        Value(clone, name).Should().NotBeNull().And.BeEquivalentTo(Value(settings, name));
        Property(name).SetValue(clone, null);
        Value(settings, name).Should().NotBeNull();
        switch (Value(settings.Clone(), name))
        {
            case IList list:
                list.Clear();
                break;
            case IDictionary pairs:
                pairs.Clear();
                break;
        }

        Value(settings, name).Should().BeEquivalentTo(Values[name]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Contract", "S1")]
    [Trait("Contract", "S11")]
    public void A_frozen_setting_can_neither_be_set_nor_added_to(string name)
    {
        var settings = Filled();
        settings.Freeze();

        FluentActions.Invoking(() => Property(name).SetValue(settings, Values[name])).Should().Throw<TargetInvocationException>()
            .WithInnerException<InvalidOperationException>().WithMessage("PromptExecutionSettings are frozen and cannot be modified.");
        if (Value(settings, name) is ICollection collection)
        {
            collection.Should().Match(static frozen => frozen is IList ? ((IList)frozen).IsReadOnly : ((IDictionary)frozen).IsReadOnly);
        }
    }

    [Theory]
    [MemberData(nameof(NamesInJson))]
    [Trait("Contract", "S4")]
    [Trait("Contract", "S5")]
    public void A_setting_comes_back_from_JSON(string name)
    {
        var settings = Filled();
        settings.ToolCallBehavior = null;
        var json = JsonSerializer.Serialize(settings);

        var read = JsonSerializer.Deserialize<ResponsesWebSocketPromptExecutionSettings>(json)!;

        JsonSerializer.Serialize(Value(read, name)).Should().Be(JsonSerializer.Serialize(Value(Filled(), name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_of_differences_tells_of_each_setting(string name)
    {
        RepositoryFiles.Read("docs/differences-from-openai-connector.md").Should().Contain($"`{name}`");
    }

    private static ResponsesWebSocketPromptExecutionSettings Filled()
    {
        var settings = new ResponsesWebSocketPromptExecutionSettings();
        foreach (var property in Settable)
        {
            property.SetValue(settings, Values[property.Name]);
        }

        return settings;
    }

    private static PropertyInfo Property(string name) => typeof(ResponsesWebSocketPromptExecutionSettings).GetProperty(name)!;

    private static object? Value(PromptExecutionSettings settings, string name) => Property(name).GetValue(settings);
}
