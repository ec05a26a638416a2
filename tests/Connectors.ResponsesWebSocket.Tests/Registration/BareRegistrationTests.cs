using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.ResponsesWebSocket.Tests.Registration;

/// <summary>A registration without arguments reads configuration first, then the environment.</summary>
public sealed class BareRegistrationTests : IDisposable
{
    private static readonly string[] Variables = ["OPENAI_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID"];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(static name => name, Environment.GetEnvironmentVariable);

    public BareRegistrationTests() => Array.ForEach(Variables, static name => Environment.SetEnvironmentVariable(name, null));

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    [Fact]
    public void The_section_wins_over_the_variables()
    {
        Environment.SetEnvironmentVariable("OPENAI_MODEL", "from-environment");
        Environment.SetEnvironmentVariable("OPENAI_BASE_URL", "https://environment.test/v1");

        var attributes = AttributesOf(new()
        {
            ["ResponsesWebSocket:ModelId"] = "from-section",
            ["ResponsesWebSocket:ApiKey"] = "k",
            ["ResponsesWebSocket:Endpoint"] = "https://section.test/v1",
            ["ResponsesWebSocket:Organization"] = "org",
            ["OPENAI_MODEL"] = "from-configuration",
        });

        attributes.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["ModelId"] = "from-section", ["Endpoint"] = "https://section.test/v1", ["Organization"] = "org",
        });
    }

    [Fact]
    public void The_environment_is_enough_without_any_configuration()
    {
        Environment.SetEnvironmentVariable("OPENAI_MODEL", "m");
        Environment.SetEnvironmentVariable("OPENAI_API_KEY", "k");

        var attributes = AttributesOf(configuration: null);

        attributes["ModelId"].Should().Be("m");
        attributes["Endpoint"].Should().Be("https://api.openai.com/v1");
    }

    [Fact]
    public void A_kernel_builder_takes_it_too()
    {
        Environment.SetEnvironmentVariable("OPENAI_MODEL", "m");
        Environment.SetEnvironmentVariable("OPENAI_API_KEY", "k");

        var kernel = Kernel.CreateBuilder().AddResponsesWebSocketChatCompletion().Build();

        kernel.GetRequiredService<IChatCompletionService>().Attributes["ModelId"].Should().Be("m");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_alone_is_the_model_and_the_rest_comes_from_there(bool onBuilder)
    {
        Environment.SetEnvironmentVariable("OPENAI_MODEL", "another");
        await using var emulator = await ResponsesEmulator.StartAsync(new EmulatorOptions { Model = Answers.Script(Answers.Text("ok")) });
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ResponsesWebSocket:ApiKey"] = emulator.ApiKey,
            ["ResponsesWebSocket:Endpoint"] = emulator.Endpoint.ToString(),
        }).Build());
        if (onBuilder)
        {
            builder.AddResponsesWebSocketChatCompletion("model");
        }
        else
        {
            builder.Services.AddResponsesWebSocketChatCompletion("model");
        }

        (await builder.Build().InvokePromptAsync("hi")).ToString().Should().Be("ok");

        emulator.Journal.Frames.First(static frame => frame.FromClient).Json!.Value.Text("model").Should().Be("model");
    }

    [Fact]
    public void A_container_with_an_OpenAIClient_is_not_guessed_around_and_a_key_of_its_own_is_used()
    {
        Environment.SetEnvironmentVariable("OPENAI_API_KEY", "of-another-endpoint");
        IServiceCollection With(string? key) => new ServiceCollection().AddSingleton(new OpenAI.OpenAIClient("k"))
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ResponsesWebSocket:ApiKey"] = key }).Build())
            .AddResponsesWebSocketChatCompletion("m");

        FluentActions.Invoking(() => With(null).BuildServiceProvider().GetRequiredService<IChatCompletionService>())
            .Should().Throw<NotSupportedException>().WithMessage("*OpenAIClient*endpoint and key*AddResponsesWebSocketChatCompletion*");
        With("own").BuildServiceProvider().GetRequiredService<IChatCompletionService>().Attributes["ModelId"].Should().Be("m");
    }

    [Theory]
    [InlineData(typeof(ResponsesWebSocketKernelBuilderExtensions))]
    [InlineData(typeof(Microsoft.Extensions.DependencyInjection.ResponsesWebSocketServiceCollectionExtensions))]
    public void An_OpenAIClient_as_argument_is_an_error_of_the_compiler_that_names_what_to_pass(Type extensions)
    {
        var overload = extensions.GetMethods().Single(static method => method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(OpenAI.OpenAIClient)));

        var told = overload.GetCustomAttributes(typeof(ObsoleteAttribute), inherit: false).Should().ContainSingle().Which.Should().BeOfType<ObsoleteAttribute>().Which;
        told.IsError.Should().BeTrue();
        told.Message.Should().Contain("ResponsesWebSocketClient");
    }

    [Fact]
    public void What_is_missing_is_told_on_first_use_with_where_to_put_it()
    {
        FluentActions.Invoking(() => AttributesOf([])).Should().Throw<InvalidOperationException>().WithMessage("*OPENAI_MODEL*ResponsesWebSocket:ModelId*");
        FluentActions.Invoking(() => AttributesOf(new() { ["OPENAI_MODEL"] = "m" })).Should().Throw<OptionsValidationException>().WithMessage("*OPENAI_API_KEY*");
        FluentActions.Invoking(() => AttributesOf(new() { ["OPENAI_MODEL"] = "m", ["OPENAI_BASE_URL"] = "not a url" }))
            .Should().Throw<InvalidOperationException>().WithMessage("*not a url*OPENAI_BASE_URL*");
    }

    private static IReadOnlyDictionary<string, object?> AttributesOf(Dictionary<string, string?>? configuration)
    {
        var services = new ServiceCollection();
        if (configuration is not null)
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        }

        return services.AddResponsesWebSocketChatCompletion().BuildServiceProvider().GetRequiredService<IChatCompletionService>().Attributes;
    }
}
