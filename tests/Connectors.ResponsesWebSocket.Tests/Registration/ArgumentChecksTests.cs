using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectors.ResponsesWebSocket.Tests.Registration;

/// <summary>Mistakes are told at once, and say what to change.</summary>
public sealed class ArgumentChecksTests
{
    private static readonly Uri Local = new("http://127.0.0.1:1/v1");

    public static TheoryData<string?, Type> Blanks => new() { { null, typeof(ArgumentNullException) }, { "", typeof(ArgumentException) }, { "  ", typeof(ArgumentException) } };

    [Theory]
    [MemberData(nameof(Blanks))]
    [Trait("Contract", "R4")]
    public void A_blank_model_or_key_is_refused_when_it_is_added(string? blank, Type expected)
    {
        var services = new ServiceCollection();
        var builder = Kernel.CreateBuilder();
        Action[] additions =
        [
            () => services.AddResponsesWebSocketChatCompletion(blank!, "key"),
            () => services.AddResponsesWebSocketChatCompletion("m", apiKey: blank!),
            () => services.AddResponsesWebSocketChatCompletion(blank!, Local),
            () => services.AddResponsesWebSocketChatCompletion(blank!, static _ => { }),
            () => services.AddResponsesWebSocketChatCompletion(blank!, client: null),
            () => builder.AddResponsesWebSocketChatCompletion(blank!, "key"),
            () => builder.AddResponsesWebSocketChatCompletion("m", apiKey: blank!),
            () => builder.AddResponsesWebSocketChatCompletion(blank!, Local, "key"),
            () => builder.AddResponsesWebSocketChatCompletion(blank!, static _ => { }),
            () => builder.AddResponsesWebSocketChatCompletion(blank!, client: null),
        ];

        foreach (var addition in additions)
        {
            addition.Should().Throw<ArgumentException>().Which.Should().BeOfType(expected);
        }

        services.Should().BeEmpty();
    }

    [Fact]
    [Trait("Contract", "R4")]
    public void A_null_receiver_or_callback_is_refused_when_it_is_added()
    {
        var services = new ServiceCollection();
        Action[] additions =
        [
            () => ((IServiceCollection)null!).AddResponsesWebSocketChatCompletion("m", "key"),
            () => ((IServiceCollection)null!).AddResponsesWebSocketChatCompletion(),
            () => ((IKernelBuilder)null!).AddResponsesWebSocketChatCompletion("m", "key"),
            () => ((IKernelBuilder)null!).AddResponsesWebSocketChatCompletion(),
            () => services.AddResponsesWebSocketChatCompletion("m", configure: null!),
        ];

        foreach (var addition in additions)
        {
            addition.Should().Throw<ArgumentNullException>();
        }
    }

    [Theory]
    [MemberData(nameof(Blanks))]
    [Trait("Contract", "R13")]
    public void OpenAIs_own_endpoint_needs_a_key(string? blank, Type expected)
    {
        FluentActions.Invoking(() => new ResponsesWebSocketChatCompletionService("m", blank!)).Should().Throw<ArgumentException>().Which.Should().BeOfType(expected);
    }

    [Fact]
    [Trait("Contract", "R13")]
    public async Task Another_endpoint_needs_no_key()
    {
        var service = new ResponsesWebSocketChatCompletionService("m", Local, apiKey: null);

        service.Attributes["ModelId"].Should().Be("m");
    }

    [Theory]
    [MemberData(nameof(Blanks))]
    [Trait("Contract", "R12")]
    [Trait("Contract", "R13")]
    public async Task A_base_address_is_another_endpoint_and_an_endpoint_wins_over_it(string? blank, Type _)
    {
        using var http = new HttpClient { BaseAddress = Local };
        var service = new ResponsesWebSocketChatCompletionService("m", blank!, httpClient: http);
        var elsewhere = new ResponsesWebSocketChatCompletionService("m", new Uri("http://127.0.0.1:2/v1"), blank, httpClient: http);

        service.Attributes["Endpoint"].Should().Be(Local.ToString());
        elsewhere.Attributes["Endpoint"].Should().Be("http://127.0.0.1:2/v1");
    }

    [Fact]
    public void Options_without_a_key_say_where_to_put_it()
    {
        FluentActions.Invoking(() => new ResponsesWebSocketChatCompletionService("m", new ResponsesWebSocketOptions()))
            .Should().Throw<OptionsValidationException>().WithMessage("*api.openai.com*OPENAI_API_KEY*");
    }

    [Theory]
    [InlineData("ftp://api.example.com/v1", "*scheme 'ftp'*https*")]
    [InlineData("https://user:secret@api.example.com/v1", "*Take it out and use ApiKey*")]
    public void A_malformed_endpoint_says_what_to_change_and_no_secret(string endpoint, string message)
    {
        FluentActions.Invoking(() => new ResponsesWebSocketChatCompletionService("m", new Uri(endpoint), "key"))
            .Should().Throw<OptionsValidationException>().WithMessage(message).Which.Message.Should().NotContain("secret");
    }

    [Fact]
    public async Task An_endpoint_of_null_is_OpenAIs_own_which_needs_a_key()
    {
        FluentActions.Invoking(static () => new ResponsesWebSocketChatCompletionService("m", endpoint: null!)).Should().Throw<ArgumentNullException>().WithParameterName("apiKey");
        await using var provider = new ServiceCollection().AddResponsesWebSocketChatCompletion("m", endpoint: null!, apiKey: "k").BuildServiceProvider();

        provider.GetRequiredService<IChatCompletionService>().Attributes["Endpoint"].Should().Be(ResponsesWebSocketOptions.DefaultEndpoint.ToString());
    }

    [Theory]
    [InlineData("http://api.example.com/v1", "*unencrypted*https*")]
    [InlineData("ws://api.example.com/v1", "*unencrypted*wss*")]
    public void An_unencrypted_endpoint_is_taken_as_an_argument_and_has_to_be_allowed_among_the_options(string endpoint, string message)
    {
        var elsewhere = new Uri(endpoint);

        new ResponsesWebSocketChatCompletionService("m", elsewhere, "key").Attributes["Endpoint"].Should().Be(elsewhere.ToString());
        FluentActions.Invoking(() => new ResponsesWebSocketChatCompletionService("m", new ResponsesWebSocketOptions { Endpoint = elsewhere, ApiKey = "key" }))
            .Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public void A_relative_endpoint_says_what_to_give()
    {
        FluentActions.Invoking(() => new ResponsesWebSocketChatCompletionService("m", new Uri("v1", UriKind.Relative), "key"))
            .Should().Throw<OptionsValidationException>().WithMessage("*not an absolute URL*https://api.openai.com/v1*");
    }

    [Fact]
    public void A_blank_model_is_refused_by_the_constructors_that_the_stock_connector_has_not()
    {
        Action[] constructions =
        [
            static () => _ = new ResponsesWebSocketChatCompletionService(" ", new ResponsesWebSocketOptions { Endpoint = Local }),
            static () => _ = new ResponsesWebSocketChatCompletionService(" ", new ResponsesWebSocketClient(new ResponsesWebSocketOptions { Endpoint = Local })),
        ];

        foreach (var construction in constructions)
        {
            construction.Should().Throw<ArgumentException>().WithParameterName("modelId");
        }

        new ResponsesWebSocketChatCompletionService(" ", "key").Attributes.Should().NotContainKey("ModelId");
    }
}
