using System.ClientModel.Primitives;
using System.Text.Json.Serialization;

namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>The settings of Semantic Kernel's OpenAI connector as an application has them: the same names, types and attributes.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
internal sealed class OpenAIPromptExecutionSettings : PromptExecutionSettings
{
    [JsonPropertyName("temperature")]
    public double? Temperature { get; set; }

    [JsonPropertyName("top_p")]
    public double? TopP { get; set; }

    [JsonPropertyName("presence_penalty")]
    public double? PresencePenalty { get; set; }

    [JsonPropertyName("frequency_penalty")]
    public double? FrequencyPenalty { get; set; }

    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; set; }

    [JsonPropertyName("stop_sequences")]
    public IList<string>? StopSequences { get; set; }

    [JsonPropertyName("seed")]
    public long? Seed { get; set; }

    [JsonPropertyName("response_format")]
    public object? ResponseFormat { get; set; }

    [JsonPropertyName("chat_system_prompt")]
    public string? ChatSystemPrompt { get; set; }

    [JsonPropertyName("chat_developer_prompt")]
    public string? ChatDeveloperPrompt { get; set; }

    [JsonPropertyName("token_selection_biases")]
    public IDictionary<int, int>? TokenSelectionBiases { get; set; }

    public ToolCallBehavior? ToolCallBehavior { get; set; }

    [JsonPropertyName("user")]
    public string? User { get; set; }

    [JsonPropertyName("logprobs")]
    public bool? Logprobs { get; set; }

    [JsonPropertyName("top_logprobs")]
    public int? TopLogprobs { get; set; }

    [JsonPropertyName("metadata")]
    public IDictionary<string, string>? Metadata { get; set; }

    [JsonPropertyName("store")]
    public bool? Store { get; set; }

    [JsonPropertyName("reasoning_effort")]
    public object? ReasoningEffort { get; set; }

    [JsonPropertyName("web_search_options")]
    public object? WebSearchOptions { get; set; }

    [JsonPropertyName("modalities")]
    public object? Modalities { get; set; }

    [JsonPropertyName("audio")]
    public object? Audio { get; set; }

    [JsonPropertyName("extra_body")]
    public IDictionary<string, object?>? ExtraBody { get; set; }
}

/// <summary>The predecessor of function choice behaviours; what it holds does not matter here.</summary>
internal sealed class ToolCallBehavior;

/// <summary>A model of the SDK. Its own properties are no JSON form of it, as the SDK's are not.</summary>
internal sealed class SdkModel(string json) : IPersistableModel<SdkModel>
{
    public Type Shape => throw new InvalidOperationException("Serializing this property means not having asked the model.");

    public WrittenModel Write(ModelReaderWriterOptions options) => options.Format == "W" ? new(json) : throw new NotSupportedException();

    public SdkModel Create() => this;
}

/// <summary>An extensible enum of the SDK.</summary>
internal readonly struct SdkLevel(string level)
{
    private readonly string _level = level;

    public override string ToString() => _level;
}

[Flags]
internal enum SdkModalities
{
    Default = 0,
    Text = 1,
    Audio = 2,
}
