using System.Text.Json;
using Microsoft.SemanticKernel;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class FunctionChoiceBehaviorTests
{
    private readonly Kernel _kernel = new();
    private readonly KernelPlugin _plugin;

    public FunctionChoiceBehaviorTests()
    {
        _plugin = Sample.Plugin("P", "F", "G");
        _kernel.Plugins.Add(_plugin);
    }

    [Fact]
    public void Auto_offers_every_function_of_the_kernel()
    {
        var configuration = Configure(FunctionChoiceBehavior.Auto());

        configuration.Choice.Should().Be(FunctionChoice.Auto);
        configuration.AutoInvoke.Should().BeTrue();
        configuration.Functions.Should().Equal(_plugin["F"], _plugin["G"]);
        configuration.Options.Should().NotBeNull();
    }

    [Fact]
    public void Listed_functions_are_those_of_the_kernel()
        => Configure(FunctionChoiceBehavior.Auto([_plugin["G"]])).Functions.Should().Equal(_plugin["G"]);

    [Fact]
    public void An_empty_list_and_an_empty_kernel_offer_nothing()
    {
        Configure(FunctionChoiceBehavior.Auto([])).Functions.Should().BeNull();
        Configure(FunctionChoiceBehavior.Auto(), new Kernel()).Functions.Should().BeNull();
    }

    [Fact]
    public void Required_offers_functions_in_the_first_request_only()
    {
        var behavior = FunctionChoiceBehavior.Required(autoInvoke: false);

        var first = Configure(behavior);
        var second = Configure(behavior, _kernel, request: 1);

        first.Functions.Should().HaveCount(2);
        second.Functions.Should().BeNull();
        (first.Choice, second.Choice).Should().Be((FunctionChoice.Required, FunctionChoice.Required));
        (first.AutoInvoke, second.AutoInvoke).Should().Be((false, false));
    }

    [Fact]
    public void None_offers_functions_but_never_invokes_them()
    {
        var configuration = Configure(FunctionChoiceBehavior.None());

        configuration.Choice.Should().Be(FunctionChoice.None);
        configuration.AutoInvoke.Should().BeFalse();
        configuration.Functions.Should().HaveCount(2);
    }

    [Fact]
    public void Options_are_the_given_ones()
    {
        var options = new FunctionChoiceBehaviorOptions { AllowConcurrentInvocation = true };

        Configure(FunctionChoiceBehavior.Auto(options: options)).Options.Should().BeSameAs(options);
    }

    [Fact]
    public void Invoking_automatically_needs_a_kernel()
        => FluentActions.Invoking(() => Configure(FunctionChoiceBehavior.Auto([_plugin["F"]]), kernel: null))
            .Should().Throw<KernelException>().WithMessage("Auto-invocation is not supported when no kernel is provided.");

    [Fact]
    public void Invoking_automatically_needs_the_function_in_the_kernel()
        => FluentActions.Invoking(() => Configure(FunctionChoiceBehavior.Auto([_plugin["F"]]), new Kernel()))
            .Should().Throw<KernelException>().WithMessage("The specified function P.F is not available in the kernel.");

    [Fact]
    public void Calling_by_hand_works_with_the_functions_given()
        => Configure(FunctionChoiceBehavior.Auto([_plugin["F"]], autoInvoke: false), kernel: null).Functions.Should().Equal(_plugin["F"]);

    [Fact]
    public void Calling_by_hand_fails_for_a_name_nobody_knows()
    {
        var behavior = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = JsonSerializer.Deserialize<FunctionChoiceBehavior>("""{"type":"none","functions":["X.Y"]}"""),
        }.FunctionChoiceBehavior!;

        FluentActions.Invoking(() => Configure(behavior)).Should().Throw<KernelException>()
            .WithMessage("The specified function X.Y was not found.");
    }

    [Theory]
    [InlineData("auto", true)]
    [InlineData("required", true)]
    [InlineData("none", false)]
    public void Behaviours_are_read_from_json(string type, bool autoInvoke)
    {
        var behavior = JsonSerializer.Deserialize<FunctionChoiceBehavior>(
            $$"""{"type":"{{type}}","functions":["P.F"],"options":{"allow_parallel_calls":true} }""")!;

        var configuration = Configure(behavior);

        configuration.Choice.Label.Should().Be(type);
        configuration.AutoInvoke.Should().Be(autoInvoke);
        configuration.Functions.Should().Equal(_plugin["F"]);
        configuration.Options.AllowParallelCalls.Should().BeTrue();
    }

    [Fact]
    public void Behaviours_are_written_with_their_type_and_names()
    {
        var json = JsonSerializer.SerializeToElement(FunctionChoiceBehavior.Auto([_plugin["F"]]));

        json.GetProperty("type").GetString().Should().Be("auto");
        json.GetProperty("functions").EnumerateArray().Select(name => name.GetString()).Should().Equal("P.F");
    }

    [Fact]
    public void Choices_ignore_case()
    {
        new FunctionChoice("AUTO").Should().Be(FunctionChoice.Auto);
        (FunctionChoice.Auto != FunctionChoice.None).Should().BeTrue();
    }

    private FunctionChoiceBehaviorConfiguration Configure(FunctionChoiceBehavior behavior) => Configure(behavior, _kernel);

    private static FunctionChoiceBehaviorConfiguration Configure(FunctionChoiceBehavior behavior, Kernel? kernel, int request = 0)
        => behavior.GetConfiguration(new([]) { Kernel = kernel, RequestSequenceIndex = request });
}
