using System.Collections.Concurrent;
using System.Diagnostics;

namespace Connectors.ResponsesWebSocket.Tests.Diagnostics;

/// <summary>Spans in the form of Semantic Kernel's connectors, and text in them only when it is asked for.</summary>
[Collection(nameof(ProcessSwitches))]
public sealed class ConnectorSpanTests : IDisposable
{
    private const string Switch = "Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnostics";

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly ActivitySource _application = new("application");
    private readonly Activity _root;

    public ConnectorSpanTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "application" or ResponsesWebSocketConnectorDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == _root!.TraceId)
                {
                    _ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
        _root = _application.StartActivity("test")!;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "O8")]
    [Trait("Contract", "O10")]
    [Trait("Contract", "O11")]
    public async Task A_request_is_a_span_and_the_functions_run_outside_of_it(bool streaming)
    {
        using var on = new SwitchedOn(Switch);
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("answer-text"));
        Activity? aroundFunction = null;
        harness.With("P", () => aroundFunction = Activity.Current);

        await harness.AnswerAsync(Harness.Said("user-text"), streaming, new ResponsesWebSocketPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
            MaxTokens = 100,
        });

        var spans = _ended.ToList();
        spans.Should().HaveCount(2);
        spans.Should().OnlyContain(span => span.DisplayName == $"chat {Harness.Model}" && span.Kind == ActivityKind.Client && span.ParentSpanId == _root.SpanId);
        aroundFunction?.DisplayName.Should().NotStartWith("chat");
        var (first, second) = (harness.Emulator.Journal.Responses[0], harness.Emulator.Journal.Responses[1]);
        Tags(spans[0]).Should().Contain(new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.system"] = "openai",
            ["gen_ai.request.model"] = Harness.Model,
            ["gen_ai.request.max_tokens"] = 100,
            ["gen_ai.response.id"] = first.ResponseId,
            ["gen_ai.response.finish_reason"] = "[\"ToolCalls\"]",
            ["gen_ai.usage.input_tokens"] = first.Usage!.Value.At("input_tokens").GetInt32(),
            ["server.port"] = harness.Emulator.Endpoint.Port,
            ["server.address"] = harness.Emulator.Endpoint.ToString().TrimEnd('/'),
        });
        Tags(spans[1]).Should().Contain("gen_ai.response.finish_reason", "[\"Stop\"]").And.Contain("gen_ai.usage.output_tokens", second.Usage!.Value.At("output_tokens").GetInt32());
        AllText(spans).Should().NotContain("-text");
    }

    [Fact]
    [Trait("Contract", "O12")]
    public async Task Text_is_told_as_events_where_the_sensitive_switch_is_on()
    {
        using var on = new SwitchedOn(Switch + "Sensitive");
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"city":"Rome"}"""), Answers.Text("answer-text"));
        harness.With("P", (string city) => "result-text");
        var history = new ChatHistory("system-text");
        history.AddUserMessage("user-text");

        await harness.AskAsync(history, Harness.Auto);

        var last = _ended.Last();
        last.Events.Select(static told => told.Name).Should().Equal("gen_ai.system.message", "gen_ai.user.message", "gen_ai.assistant.message", "gen_ai.tool.message", "gen_ai.choice");
        var contents = last.Events.Select(static told => (string)told.Tags.Single(static tag => tag.Key == "gen_ai.event.content").Value!).ToList();
        contents[0].Should().Contain("system-text");
        JsonDocument.Parse(contents[2]).RootElement.At("tool_calls")[0].At("function").Text("name").Should().Be("F");
        contents[3].Should().Contain("result-text");
        JsonDocument.Parse(contents[4]).RootElement.At("message").Text("content").Should().Be("answer-text");
    }

    [Fact]
    [Trait("Contract", "O9")]
    public async Task Without_the_switch_there_is_no_span()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("fine"));

        await harness.AskAsync("go");

        _ended.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "O11")]
    public async Task A_failed_request_says_so(bool streaming)
    {
        using var on = new SwitchedOn(Switch);
        await using var harness = await Harness.StartAsync(ModelAnswer.Error(400, "no", "Not this."));

        await ToldFailure.OfAsync(harness, streaming);

        var span = _ended.Should().ContainSingle().Subject;
        span.Status.Should().Be(ActivityStatusCode.Error);
        span.StatusDescription.Should().Contain("Not this.");
        Tags(span).Should().Contain("error.type", streaming ? "System.ClientModel.ClientResultException" : "Microsoft.SemanticKernel.HttpOperationException");
    }

    public void Dispose()
    {
        _root.Dispose();
        _application.Dispose();
        _listener.Dispose();
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary(static tag => tag.Key, static tag => tag.Value);

    private static string AllText(IEnumerable<Activity> spans) => string.Join('\n', spans.SelectMany(static span =>
        span.TagObjects.Select(static tag => $"{tag.Value}").Concat(span.Events.SelectMany(static told => told.Tags.Select(static tag => $"{tag.Value}")))));

    /// <summary>Read when a service is made, so it is on for the services that are made meanwhile.</summary>
    private sealed class SwitchedOn : IDisposable
    {
        private readonly string _name;

        public SwitchedOn(string name)
        {
            _name = name;
            AppContext.SetSwitch(name, true);
        }

        public void Dispose() => AppContext.SetSwitch(_name, false);
    }
}
