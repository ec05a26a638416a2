namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Which functions a request offers, and how.</summary>
public sealed class ToolChoiceTests
{
    [Fact]
    [Trait("Contract", "T9")]
    public async Task Without_a_behaviour_nothing_about_tools_is_sent()
    {
        OffersNothing(await CreateWith(behaviour: null));
    }

    [Fact]
    [Trait("Contract", "T10")]
    [Trait("Contract", "T14")]
    public async Task Auto_offers_all_functions_in_the_order_of_the_plugins()
    {
        var create = await CreateWith(FunctionChoiceBehavior.Auto());

        create.Text("tool_choice").Should().Be("auto");
        create.At("tools").EnumerateArray().Select(static tool => tool.Text("name")).Should().Equal("P-F", "P-G", "Q-F");
    }

    [Fact]
    [Trait("Contract", "T10")]
    public async Task Required_and_None_say_so_and_None_still_offers()
    {
        (await CreateWith(FunctionChoiceBehavior.Required(autoInvoke: false))).Text("tool_choice").Should().Be("required");
        var none = await CreateWith(FunctionChoiceBehavior.None());
        none.Text("tool_choice").Should().Be("none");
        none.At("tools").GetArrayLength().Should().Be(3);
    }

    [Fact]
    [Trait("Contract", "T14")]
    [Trait("Contract", "T11")]
    public async Task An_empty_list_offers_nothing()
    {
        OffersNothing(await CreateWith(FunctionChoiceBehavior.Auto(functions: [])));
    }

    [Fact]
    [Trait("Contract", "T11")]
    public async Task A_kernel_without_functions_offers_nothing()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));

        await harness.AskAsync("go", Harness.Auto);

        OffersNothing(harness.LastCreate);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Contract", "T12")]
    public async Task Parallel_calls_are_only_mentioned_when_set(bool? allowed)
    {
        var create = await CreateWith(FunctionChoiceBehavior.Auto(options: new() { AllowParallelCalls = allowed }));

        create.Has("parallel_tool_calls").Should().Be(allowed.HasValue);
        if (allowed is { } value)
        {
            create.At("parallel_tool_calls").GetBoolean().Should().Be(value);
        }
    }

    [Fact]
    [Trait("Contract", "T15")]
    public async Task Invoking_without_a_kernel_is_a_mistake_of_configuration()
    {
        await using var harness = await Harness.StartAsync();

        var asking = () => harness.Service.GetChatMessageContentAsync(Harness.Said("go"), Harness.Auto, kernel: null, harness.Limit);

        await asking.Should().ThrowAsync<KernelException>().WithMessage("Auto-invocation is not supported when no kernel is provided.");
        harness.Creates.Should().BeEmpty();
    }

    [Fact]
    [Trait("Contract", "T15")]
    public async Task Invoking_a_function_that_the_kernel_does_not_have_is_a_mistake_of_configuration()
    {
        await using var harness = await Harness.StartAsync();
        var foreign = KernelPluginFactory.CreateFromFunctions("X", [Harness.Function("F", () => 1)])["F"];

        var asking = () => harness.AskAsync("go", new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto([foreign]) });

        await asking.Should().ThrowAsync<KernelException>().WithMessage("The specified function X.F is not available in the kernel.");
    }

    [Fact]
    [Trait("Contract", "T18")]
    public async Task A_behaviour_read_from_JSON_works()
    {
        var settings = JsonSerializer.Deserialize<PromptExecutionSettings>("""
            {"function_choice_behavior":{"type":"required","functions":["P.G"],"options":{"allow_parallel_calls":true}}}
            """)!;

        var create = await CreateWith(settings.FunctionChoiceBehavior);

        create.Text("tool_choice").Should().Be("required");
        create.At("tools").EnumerateArray().Should().ContainSingle().Which.Text("name").Should().Be("P-G");
        create.At("parallel_tool_calls").GetBoolean().Should().BeTrue();
    }

    [Fact]
    [Trait("Contract", "T1")]
    [Trait("Contract", "T3")]
    public async Task A_function_without_a_plugin_is_offered_by_its_own_name()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var bare = Harness.Function("get_weather", () => 1);

        await harness.AskAsync("go", new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto([bare], autoInvoke: false) });

        harness.LastCreate.Text("tools", 0, "name").Should().Be("get_weather");
    }

    private static void OffersNothing(JsonElement create)
    {
        create.Has("tools").Should().BeFalse();
        create.Has("tool_choice").Should().BeFalse();
        create.Has("parallel_tool_calls").Should().BeFalse();
    }

    private static async Task<JsonElement> CreateWith(FunctionChoiceBehavior? behaviour)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        harness.With("P", Harness.Function("F", () => 1), Harness.Function("G", () => 2)).With("Q", () => 3);
        await harness.AskAsync("go", new ResponsesWebSocketPromptExecutionSettings { FunctionChoiceBehavior = behaviour });
        return harness.LastCreate;
    }
}
