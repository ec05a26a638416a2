using Microsoft.Extensions.Logging;
using OpenAI.Chat;

namespace Connectors.ResponsesWebSocket.Tests.Diagnostics;

/// <summary>Settings that the Responses API has no field for. None is lost in silence, none fails without need.</summary>
public sealed class UnsentSettingsTests
{
    public static TheoryData<string, ResponsesWebSocketPromptExecutionSettings> Unsent => new()
    {
        { "PresencePenalty", new() { PresencePenalty = -0.5 } },
        { "FrequencyPenalty", new() { FrequencyPenalty = 0.5 } },
        { "Seed", new() { Seed = 0 } },
        { "TokenSelectionBiases", new() { TokenSelectionBiases = new Dictionary<int, int> { [1] = 2 } } },
    };

    [Theory]
    [MemberData(nameof(Unsent))]
    [Trait("Contract", "P19")]
    public async Task A_setting_without_a_field_is_not_sent_and_warned_of_once_per_service(string name, ResponsesWebSocketPromptExecutionSettings settings)
    {
        using var log = new CapturedLogs();
        await using var harness = await Harness.StartAsync(Answers.Script(Answers.Text("a"), Answers.Text("b"), Answers.Text("c")), loggerFactory: log);

        await harness.AskAsync("go", settings);
        await harness.StreamAsync(Harness.Said("go"), settings);
        await harness.AskAsync("go", settings);

        harness.Creates.Should().HaveCount(3).And.OnlyContain(static create => create.EnumerateObject().Count() == 5);
        Warnings(log).Should().ContainSingle().Which.Should().Contain($"The setting {name} is not sent");
    }

    [Fact]
    [Trait("Contract", "P19")]
    public async Task Each_field_is_warned_of_and_each_service_warns()
    {
        using var log = new CapturedLogs();
        var settings = new ResponsesWebSocketPromptExecutionSettings { Seed = 1, PresencePenalty = 1 };
        for (var service = 0; service < 2; service++)
        {
            await using var harness = await Harness.StartAsync(Answers.Script(Answers.Text("a")), loggerFactory: log);
            await harness.AskAsync("go", settings);
        }

        Warnings(log).Should().HaveCount(4);
    }

    [Fact]
    [Trait("Contract", "P19")]
    public async Task Penalties_of_zero_and_empty_collections_are_nothing_to_talk_about()
    {
        var (create, warnings) = await AskedWith(new() { PresencePenalty = 0, FrequencyPenalty = 0.0, StopSequences = [], TokenSelectionBiases = new Dictionary<int, int>(), MaxTokens = 16, ResponseFormat = "text" });

        create.At("max_output_tokens").GetInt32().Should().Be(16);
        warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [Trait("Contract", "P20")]
    public async Task A_limit_below_the_services_least_is_raised_and_told_of(int limit)
    {
        var (create, warnings) = await AskedWith(new() { MaxTokens = limit });

        create.At("max_output_tokens").GetInt32().Should().Be(16);
        warnings.Should().ContainSingle().Which.Should().Contain($"MaxTokens {limit} is sent as 16");
    }

    [Fact]
    [Trait("Contract", "S16b")]
    [Trait("Contract", "S16g")]
    public async Task A_format_that_is_not_known_is_left_out()
    {
        var (create, warnings) = await AskedWith(new() { ResponseFormat = "yaml-text" });

        create.Has("text").Should().BeFalse();
        warnings.Should().BeEmpty();
    }

    public static TheoryData<object?> TextOnly => [null, "text", "Text", " TEXT ", 1, ChatResponseModalities.Text, ChatResponseModalities.Default, new List<string> { "text" }, new List<object> { "text" }, "\"text\"".Json(), """["text"]""".Json()];

    [Theory]
    [MemberData(nameof(TextOnly))]
    [Trait("Contract", "S21")]
    public async Task Text_alone_is_what_there_is(object? modalities)
    {
        var (create, _) = await AskedWith(new() { Modalities = modalities });

        create.EnumerateObject().Should().HaveCount(5);
    }

    public static TheoryData<object> MoreThanText => ["Text, Audio", "audio", "video", ChatResponseModalities.Text | ChatResponseModalities.Audio, new[] { "text", "audio" }, """["text","audio"]""".Json(), "\"audio\"".Json(), "", "3".Json(), "null".Json()];

    [Theory]
    [MemberData(nameof(MoreThanText))]
    [Trait("Contract", "S21")]
    [Trait("Contract", "P26")]
    public async Task Other_modalities_are_refused(object modalities)
    {
        var asking = () => AskedWith(new() { Modalities = modalities });

        await asking.Should().ThrowAsync<NotSupportedException>().WithMessage("*odalit*");
    }

    [Theory]
    [InlineData("{}", "Audio output is not supported*")]
    [InlineData(1, "The provided audio options 'System.Int32' is not supported.")]
    [Trait("Contract", "S21")]
    [Trait("Contract", "P26")]
    public async Task Audio_is_refused(object audio, string message)
    {
        var asking = () => AskedWith(new() { Audio = audio });

        await asking.Should().ThrowAsync<NotSupportedException>().WithMessage(message);
    }

    private static IEnumerable<string> Warnings(CapturedLogs log) =>
        log.Records.Where(static line => line.Level == LogLevel.Warning && line.Category == typeof(ResponsesWebSocketChatCompletionService).FullName).Select(static line => line.Text());

    private static async Task<(JsonElement Create, List<string> Warnings)> AskedWith(ResponsesWebSocketPromptExecutionSettings settings)
    {
        using var log = new CapturedLogs();
        await using var harness = await Harness.StartAsync(Answers.Script(Answers.Text("ok")), loggerFactory: log);
        await harness.AskAsync("go", settings);
        return (harness.LastCreate, Warnings(log).ToList());
    }
}
