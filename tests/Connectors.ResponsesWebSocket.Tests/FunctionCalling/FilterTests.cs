using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>What filters see and what they may do.</summary>
public sealed class FilterTests
{
    [Fact]
    [Trait("Contract", "FI1")]
    public async Task The_filter_registered_first_is_outermost()
    {
        await using var harness = await OneCallAsync();
        var order = new List<string>();
        harness.With(Noting("outer")).With(Noting("inner"));

        await harness.AskAsync("go", Harness.Auto);

        order.Should().Equal("outer in", "inner in", "inner out", "outer out");

        InlineFilter Noting(string name) => new(async (context, next) =>
        {
            order.Add(name + " in");
            await next(context);
            order.Add(name + " out");
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "FI2")]
    [Trait("Contract", "F24")]
    public async Task A_filter_sees_the_callers_own_objects_and_the_place_of_the_call(bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            Answers.Call("c1", "P-F", """{"city":"Rome"}"""), Answers.Calls(("c2", "P-F", "{}"), ("c3", "P-F", "{}")), Answers.Text("done"));
        harness.With("P", (string city = "none") => city);
        var seen = new List<AutoFunctionInvocationContext>();
        var values = new List<object?>();
        harness.With(new InlineFilter((context, next) =>
        {
            seen.Add(context);
            values.Add(context.Result.GetValue<object>());
            return next(context);
        }));
        var history = Harness.Said("go");
        var settings = Harness.Auto;

        await harness.AnswerAsync(history, streaming, settings);

        seen.Select(static context => (context.RequestSequenceIndex, context.FunctionSequenceIndex, context.FunctionCount, context.ToolCallId))
            .Should().Equal((0, 0, 1, "c1"), (1, 0, 2, "c2"), (1, 1, 2, "c3"));
        values.Should().OnlyContain(static value => value == null);
        var first = seen[0];
        first.Kernel.Should().BeSameAs(harness.Kernel);
        first.ChatHistory.Should().BeSameAs(history);
        first.ChatMessageContent.Should().BeSameAs(history[1]);
        first.ExecutionSettings.Should().BeSameAs(settings);
        first.IsStreaming.Should().Be(streaming);
        first.Function.Should().BeSameAs(harness.Kernel.Plugins["P"]["F"]);
        first.CancellationToken.Should().Be(harness.Limit);
        first.Arguments!["city"].Should().Be("Rome");
        first.Arguments.Should().BeSameAs(FunctionCallContent.GetFunctionCalls(history[1]).Single().Arguments);
    }

    [Fact]
    [Trait("Contract", "F24")]
    public async Task Settings_of_the_base_type_reach_the_filter_as_stock_settings_that_hold_for_the_whole_call()
    {
        await using var harness = await OneCallAsync();
        PromptExecutionSettings? seen = null;
        harness.With(new InlineFilter((context, next) =>
        {
            seen = context.ExecutionSettings;
            ((OpenAIPromptExecutionSettings)seen!).MaxTokens = 100;
            return next(context);
        }));
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        await harness.AskAsync("go", settings);

        seen.Should().BeOfType<OpenAIPromptExecutionSettings>().Which.FunctionChoiceBehavior.Should().BeSameAs(settings.FunctionChoiceBehavior);
        harness.Creates.Select(static create => create.Has("max_output_tokens")).Should().Equal(false, true);
    }

    [Fact]
    [Trait("Contract", "FI4")]
    [Trait("Contract", "H14")]
    [Trait("Contract", "H15")]
    public async Task Arguments_changed_by_a_filter_reach_the_function_but_not_the_replayed_call()
    {
        const string Written = """{"city": "Rome", "days": 3}""";
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F", Written), Answers.Text("done"), Answers.Text("again"));
        harness.With("P", (string city, int days) => $"{city} {days}").With(new InlineFilter((context, next) =>
        {
            context.Arguments!["city"] = "Bern";
            return next(context);
        }));
        var history = Harness.Said("go");
        await harness.AskAsync(history, Harness.Auto);
        history[0].Content = "went";

        await harness.AskAsync(history, Harness.Auto);

        history[2].Content.Should().Be("Bern 3");
        Canonical.Of(harness.LastCreate.Input()).Should().Equal("user: went", $"c1 calls P-F with {Written}", "c1 gave Bern 3");
    }

    [Fact]
    [Trait("Contract", "FI5")]
    public async Task A_filter_may_replace_the_result()
    {
        await using var harness = await OneCallAsync();
        harness.With(new InlineFilter(async (context, next) =>
        {
            await next(context);
            context.Result = new FunctionResult(context.Result, "replaced " + context.Result.GetValue<object>());
        }));

        await harness.AskAsync("go", Harness.Auto);

        Canonical.Of(harness.LastNew).Should().Equal("c1 gave replaced one");
    }

    [Fact]
    [Trait("Contract", "FI6")]
    [Trait("Contract", "SR5")]
    public async Task A_filter_that_does_not_go_on_leaves_an_empty_result()
    {
        await using var harness = await OneCallAsync();
        harness.With(new InlineFilter(static (_, _) => Task.CompletedTask));

        await harness.AskAsync("go", Harness.Auto);

        Canonical.Of(harness.LastNew).Should().Equal("c1 gave ");
    }

    [Fact]
    [Trait("Contract", "FI7")]
    public async Task A_filter_may_catch_what_the_function_threw()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        harness.With("P", () => { throw new InvalidOperationException("boom"); }).With(new InlineFilter(static async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (InvalidOperationException)
            {
                context.Result = new FunctionResult(context.Result, "healed");
            }
        }));

        await harness.AskAsync("go", Harness.Auto);

        Canonical.Of(harness.LastNew).Should().Equal("c1 gave healed");
    }

    [Fact]
    [Trait("Contract", "F12")]
    public async Task An_exception_thrown_by_a_filter_is_told_to_the_model()
    {
        await using var harness = await OneCallAsync();
        harness.With(new InlineFilter(static (_, _) => throw new InvalidOperationException("forbidden")));

        var answer = await harness.AskAsync("go", Harness.Auto);

        answer.Content.Should().Be("done");
        Canonical.Of(harness.LastNew).Should().Equal("c1 gave Error: Exception while invoking function. forbidden");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "FI13")]
    [Trait("Contract", "H1")]
    public async Task A_history_changed_by_a_filter_is_what_the_next_request_is_answered_from(bool streaming)
    {
        await using var harness = await OneCallAsync();
        harness.With(new InlineFilter((context, next) =>
        {
            context.ChatHistory[0].Content = "GO";
            context.ChatHistory.Insert(0, new ChatMessageContent(AuthorRole.System, content: "Be brief."));
            return next(context);
        }));
        var history = Harness.Said("go");

        await harness.AnswerAsync(history, streaming, Harness.Auto);

        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context)
            .Should().Equal("system: Be brief.", "user: GO", "c1 calls P-F with {}", "c1 gave one");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "FI13")]
    public async Task What_a_filter_takes_out_is_not_sent_again(bool streaming)
    {
        await using var harness = await OneCallAsync();
        harness.With(new InlineFilter((context, next) =>
        {
            context.ChatHistory.RemoveAt(1);
            return next(context);
        }));
        var history = Harness.Said("go");
        history.AddUserMessage("taken out");

        await harness.AnswerAsync(history, streaming, Harness.Auto);

        Canonical.Of(history).Should().Equal("user: go", "c1 calls P-F with {}", "c1 gave one");
        Canonical.Of(harness.Emulator.Journal.Responses[^1].Context).Should().Equal(Canonical.Of(history));
    }

    [Fact]
    [Trait("Contract", "S13")]
    public async Task A_limit_lowered_by_a_filter_holds_for_the_next_request()
    {
        await using var harness = await OneCallAsync();
        var settings = Harness.Auto;
        settings.MaxTokens = 500;
        harness.With(new InlineFilter((context, next) =>
        {
            ((ResponsesWebSocketPromptExecutionSettings)context.ExecutionSettings!).MaxTokens = 100;
            return next(context);
        }));

        await harness.AskAsync("go", settings);

        harness.Creates.Select(static create => create.At("max_output_tokens").GetInt32()).Should().Equal(500, 100);
    }

    [Fact]
    [Trait("Contract", "T13")]
    public async Task A_function_added_by_a_filter_can_be_called_in_the_next_round()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Call("c2", "Q-F"), Answers.Text("done"));
        harness.With("P", () => "one").With(new InlineFilter((context, next) =>
        {
            if (context.RequestSequenceIndex == 0)
            {
                harness.With("Q", () => "two");
            }

            return next(context);
        }));
        var history = Harness.Said("go");

        await harness.AskAsync(history, Harness.Auto);

        harness.Creates.Select(static create => create.At("tools").GetArrayLength()).Should().Equal(1, 2, 2);
        history[4].Content.Should().Be("two");
    }

    private static async Task<Harness> OneCallAsync() =>
        (await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"))).With("P", () => "one");
}
