namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Never worse than HTTP: under the same script both transports give the same events, results and exceptions.</summary>
public sealed class SameOutcomeTests
{
    private static readonly Dictionary<string, ModelAnswer> Answers = new()
    {
        ["text"] = ModelAnswer.Deltas("one ", "two ", "thrée ✓"),
        ["empty text"] = ModelAnswer.Text(""),
        ["text and calls"] = ModelAnswer.TextAndCalls("I will look.", ("look", """{"at":"the disk"}"""), ("list", "{}")),
        ["calls"] = ModelAnswer.Calls(("look", """{"at":"C"}""")),
        ["refusal"] = ModelAnswer.Refusal("I would rather not do that."),
        ["incomplete"] = ModelAnswer.Incomplete("half an ans", "max_output_tokens"),
    };

    private static readonly Dictionary<string, ModelAnswer> Failures = new()
    {
        ["rate limit"] = ModelAnswer.Error(429, "rate_limit_exceeded", "Slow down.", TimeSpan.FromSeconds(7)),
        ["bad request"] = ModelAnswer.Error(400, "invalid_prompt", "No."),
        ["server error"] = ModelAnswer.Error(500, "server_error", "It broke."),
        ["failed response"] = ModelAnswer.Failed("server_error", "It broke."),
        ["error behind text"] = new ModelAnswer([new ModelOutput.Text(["so ", "far"])], new AnswerEnding.Error(500, "server_error", "It broke.")),
    };

    public static TheoryData<string> AnswerNames => new(Answers.Keys);

    public static TheoryData<string> FailureNames => new(Failures.Keys);

    [Theory]
    [MemberData(nameof(AnswerNames))]
    public async Task An_answer_is_the_same_event_by_event(string name)
    {
        var (socket, http) = await BothTransports.RunAsync(
            static async harness =>
            {
                var events = await StreamingTests.ReadAsync(harness.Stream(TestHistory.Of("Be brief.", "go")));
                return events.ConvertAll(BothTransports.Shape);
            },
            Answers[name]);

        socket.Should().HaveCountGreaterThan(2);
        http.Should().Equal(socket);
    }

    [Theory]
    [MemberData(nameof(FailureNames))]
    public async Task A_failure_is_the_same_exception_with_the_same_facts(string name)
    {
        var (socket, http) = await BothTransports.RunAsync(
            static async harness =>
            {
                var (events, thrown) = await StreamingTests.ReadToFailureAsync(harness.Stream(TestHistory.Asking("go")));
                var refused = thrown.Should().BeOfType<ResponseRefusedException>().Which;
                return (
                    string.Join('|', events.Select(BothTransports.Shape)),
                    refused.StatusCode, refused.Code, refused.Param, refused.RetryAfter, refused.IsTransient, refused.Delivery);
            },
            Failures[name]);

        socket.StatusCode.Should().NotBeNull();
        http.Should().Be(socket);
    }

    [Fact]
    public async Task A_refused_setting_is_refused_with_the_same_words()
    {
        var (socket, http) = await BothTransports.RunAsync(static async harness =>
        {
            var refused = () => harness.Client.CreateAsync(
                new() { Model = Harness.Model, Input = TestHistory.Asking("go").Items, ToolChoice = System.Text.Json.JsonSerializer.SerializeToElement("sometimes") }, harness.Limit);
            var thrown = (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which;
            return (thrown.StatusCode, thrown.Code, thrown.ErrorType, thrown.Param, thrown.IsTransient, thrown.Delivery, thrown.Message.Split('\n')[2]);
        });

        http.Should().Be(socket);
        http.Code.Should().Be("invalid_value");
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket)]
    [InlineData(ResponsesTransport.Http)]
    public async Task A_conversation_with_calls_is_the_callers_history_at_the_service_in_every_turn(ResponsesTransport transport)
    {
        await BothTransports.RunAsync(
            transport,
            static async harness =>
            {
                var history = TestHistory.Of("Be brief.", "What is on the disk?");
                var asked = await harness.TurnAsync(history);
                history.Mapped(asked).Output(asked.FunctionCalls.Single().CallId!, "71 % full");
                var told = await harness.TurnAsync(history);
                await harness.TurnAsync(history.Mapped(told).User("Thanks."));
                harness.Journal.ShouldNeverHaveMissedAParent();
                return told.Text.Should().Be("It is 71 % full.");
            },
            ModelAnswer.TextAndCalls("I will look.", ("look", "{}")),
            ModelAnswer.Text("It is 71 % full."),
            ModelAnswer.Text("Any time."));
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket)]
    [InlineData(ResponsesTransport.Http)]
    public async Task Lost_before_any_content_the_turn_is_made_again_and_seen_once(ResponsesTransport transport)
    {
        await using var harness = await BothTransports.StartAsync(transport);
        harness.Faults.DropAfterEvent(1, "response.output_item.added");
        var events = await StreamingTests.ReadAsync(harness.Stream(TestHistory.Asking("say one")));

        StreamingTests.TextOf(events).Should().Be("one");
        ((ResponseCompletedEvent)events[^1]).Result.Report.Sends.Should().Be(2);
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket)]
    [InlineData(ResponsesTransport.Http)]
    public async Task Lost_after_text_was_seen_the_caller_gets_to_know(ResponsesTransport transport)
    {
        await using var harness = await BothTransports.StartAsync(transport);
        harness.Faults.DropAfterEvent(1, "response.output_text.delta");
        var (events, thrown) = await StreamingTests.ReadToFailureAsync(harness.Stream(TestHistory.Asking("say one")));

        StreamingTests.TextOf(events).Should().NotBeEmpty();
        var lost = thrown.Should().BeOfType<ConnectionLostException>().Which;
        (lost.Delivery, lost.IsTransient).Should().Be((DeliveryState.Answered, true));
        harness.Journal.Sent().Should().ContainSingle();
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket)]
    [InlineData(ResponsesTransport.Http)]
    public async Task Lost_again_and_again_the_last_loss_is_told(ResponsesTransport transport)
    {
        await using var harness = await BothTransports.StartAsync(transport, configure: static options => options.MaxRetries = 1);
        harness.Faults.DropBeforeTurn(1);
        harness.Faults.DropBeforeTurn(2);
        var lost = () => harness.TurnAsync(TestHistory.Asking("say one"));

        var thrown = (await lost.Should().ThrowAsync<ConnectionLostException>()).Which;
        (thrown.Delivery, thrown.IsTransient).Should().Be((DeliveryState.Ambiguous, true));
        harness.Journal.Sent().Should().HaveCount(2);
    }

    [Theory]
    [InlineData(ResponsesTransport.WebSocket)]
    [InlineData(ResponsesTransport.Http)]
    public async Task A_wrong_key_is_refused(ResponsesTransport transport)
    {
        await using var harness = await BothTransports.StartAsync(transport, configure: static options => options.ApiKey = "wrong-key");
        var refused = () => harness.TurnAsync(TestHistory.Asking("say one"));

        var thrown = (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which;
        (thrown.StatusCode, thrown.IsTransient).Should().Be((HttpStatusCode.Unauthorized, false));
        thrown.Message.Should().Contain("401").And.NotContain("wrong-key");
    }
}
