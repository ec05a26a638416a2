namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>Calls in the shape in which Semantic Kernel's agents make them.</summary>
public sealed class AgentTraceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_with_a_round_leaves_four_messages_and_the_next_turn_goes_on_from_them(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", """{"city":"Rome"}"""), ModelAnswer.Deltas("Ra", "in."), Answers.Text("Still."));
        var agent = new AgentLikeCaller(harness.With("P", (string city) => $"rain in {city}"), Harness.Auto, streaming);

        await agent.SayAsync("weather?");
        await agent.SayAsync("sure?");

        agent.Taken.Should().Equal((2, streaming ? "" : "Rain."));
        Canonical.Of(agent.Thread).Should().Equal(
            "user: weather?", "c1 calls P-F with {\"city\":\"Rome\"}", "c1 gave rain in Rome", "assistant: Rain.", "user: sure?", "assistant: Still.");
        agent.Thread.Where(static message => message.Role != AuthorRole.User).Should().OnlyContain(static message => message.AuthorName == AgentLikeCaller.Name);
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(
            Canonical.Of(agent.Thread.SkipLast(1)).Prepend("system: Only today.").Prepend("system: Be brief."));
        harness.Plans[^1].Kind.Should().Be(Harness.Continued, "an author's name and two messages of instructions cost no resend");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_that_a_filter_ended_is_known_by_the_role_of_its_end_and_stores_no_answer(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"));
        harness.With("P", () => "one").With(new InlineFilter(static async (context, next) =>
        {
            await next(context);
            context.Terminate = true;
        }));
        var agent = new AgentLikeCaller(harness, Harness.Auto, streaming);

        await agent.SayAsync("go");

        agent.Taken.Should().Equal((2, "one"));
        Canonical.Of(agent.Thread).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave one");
        harness.Creates.Should().ContainSingle();
    }

    [Fact]
    [Trait("Contract", "AG4")]
    public async Task In_manual_mode_the_calls_are_handed_out_and_not_stored()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"));
        var agent = new AgentLikeCaller(harness.With("P", () => 1), Harness.Manual, streaming: false);

        await agent.SayAsync("go");

        FunctionCallContent.GetFunctionCalls(agent.Answers.Should().ContainSingle().Subject).Should().ContainSingle().Which.Id.Should().Be("c1");
        Canonical.Of(agent.Thread).Should().Equal("user: go");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "AG6")]
    public async Task Settings_of_the_base_type_reach_the_service(bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
            ExtensionData = new Dictionary<string, object> { ["max_tokens"] = 100 },
        };
        settings.Freeze();
        var agent = new AgentLikeCaller(harness.With("P", () => 1), settings, streaming);

        await agent.SayAsync("go");

        agent.Answers.Should().ContainSingle().Which.Content.Should().Be("done");
        harness.Creates.Should().HaveCount(2).And.OnlyContain(static create => create.At("max_output_tokens").GetInt32() == 100);
    }
}
