using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel.TextGeneration;

namespace Connectors.ResponsesWebSocket.Tests.Registration;

/// <summary>Every overload, on builders and collections, registers one lazy service for both interfaces.</summary>
public sealed class OverloadsTests
{
    private static readonly Uri Local = new("http://127.0.0.1:1/v1");

    // Named arguments on purpose: callers of the stock connector use them.
    private static readonly Func<IServiceCollection, string?, IServiceCollection>[] OnCollections =
    [
        static (services, id) => services.AddResponsesWebSocketChatCompletion(modelId: "m", apiKey: "k", orgId: "o", serviceId: id),
        static (services, id) => services.AddResponsesWebSocketChatCompletion(modelId: "m", endpoint: Local, apiKey: "k", orgId: "o", serviceId: id),
        static (services, id) => services.AddResponsesWebSocketChatCompletion(modelId: "m", configure: static options => options.Endpoint = Local, serviceId: id),
        static (services, id) => services.AddResponsesWebSocketChatCompletion(modelId: "m", client: Client(), serviceId: id),
    ];

    private static readonly Func<IKernelBuilder, string?, IKernelBuilder>[] OnBuilders =
    [
        static (builder, id) => builder.AddResponsesWebSocketChatCompletion(modelId: "m", apiKey: "k", orgId: "o", serviceId: id, httpClient: null),
        static (builder, id) => builder.AddResponsesWebSocketChatCompletion(modelId: "m", endpoint: Local, apiKey: "k", orgId: "o", serviceId: id, httpClient: null),
        static (builder, id) => builder.AddResponsesWebSocketChatCompletion(modelId: "m", configure: static options => options.Endpoint = Local, serviceId: id),
        static (builder, id) => builder.AddResponsesWebSocketChatCompletion(modelId: "m", client: Client(), serviceId: id),
    ];

    public static TheoryData<int, string?> Overloads => new() { { 0, null }, { 0, "s" }, { 1, null }, { 1, "s" }, { 2, null }, { 2, "s" }, { 3, null }, { 3, "s" } };

    [Theory]
    [MemberData(nameof(Overloads))]
    [Trait("Contract", "R5")]
    [Trait("Contract", "R6")]
    [Trait("Contract", "R7")]
    public async Task A_collection_leads_both_interfaces_to_a_service_each_on_one_client(int overload, string? serviceId)
    {
        var services = new ServiceCollection();

        OnCollections[overload](services, serviceId).Should().BeSameAs(services);

        await using var provider = services.BuildServiceProvider();
        var chat = serviceId is null ? provider.GetRequiredService<IChatCompletionService>() : provider.GetRequiredKeyedService<IChatCompletionService>(serviceId);
        var text = serviceId is null ? provider.GetRequiredService<ITextGenerationService>() : provider.GetRequiredKeyedService<ITextGenerationService>(serviceId);
        ShareOneClient(chat, text);
    }

    [Theory]
    [MemberData(nameof(Overloads))]
    [Trait("Contract", "R5")]
    [Trait("Contract", "R7")]
    public async Task A_kernel_finds_the_service(int overload, string? serviceId)
    {
        var builder = Kernel.CreateBuilder();

        OnBuilders[overload](builder, serviceId).Should().BeSameAs(builder);

        var kernel = builder.Build();
        var chat = kernel.GetRequiredService<IChatCompletionService>(serviceId).Should().BeOfType<ResponsesWebSocketChatCompletionService>().Subject;
        ShareOneClient(chat, kernel.GetRequiredService<ITextGenerationService>(serviceId));
    }

    [Fact]
    [Trait("Contract", "R8")]
    public async Task The_registration_made_last_wins_and_the_earlier_one_stays()
    {
        await using var provider = new ServiceCollection()
            .AddResponsesWebSocketChatCompletion("first", Local)
            .AddResponsesWebSocketChatCompletion("second", Local)
            .AddResponsesWebSocketChatCompletion("keyed", Local, serviceId: "k")
            .BuildServiceProvider();

        ModelOf(provider.GetRequiredService<IChatCompletionService>()).Should().Be("second");
        provider.GetServices<IChatCompletionService>().Select(ModelOf).Should().Equal("first", "second");
        ModelOf(provider.GetRequiredKeyedService<IChatCompletionService>("k")).Should().Be("keyed");
    }

    [Fact]
    [Trait("Contract", "R9")]
    public async Task The_service_is_made_on_first_use_and_a_missing_key_is_told_only_then()
    {
        var configured = 0;
        var services = new ServiceCollection()
            .AddResponsesWebSocketChatCompletion("m", options => (options.Endpoint, configured) = (Local, configured + 1), serviceId: "lazy")
            .AddResponsesWebSocketChatCompletion("m", client: null, serviceId: "missing");
        await using var provider = services.BuildServiceProvider();

        configured.Should().Be(0);
        provider.GetRequiredKeyedService<IChatCompletionService>("lazy");
        provider.GetRequiredKeyedService<ITextGenerationService>("lazy");
        configured.Should().Be(2, "each interface has a service of its own");
        FluentActions.Invoking(() => provider.GetRequiredKeyedService<IChatCompletionService>("missing"))
            .Should().Throw<OptionsValidationException>().WithMessage("*OPENAI_API_KEY*");
    }

    private static void ShareOneClient(IChatCompletionService chat, ITextGenerationService text)
    {
        var client = chat.Should().BeOfType<ResponsesWebSocketChatCompletionService>().Which.Client;
        text.Should().BeOfType<ResponsesWebSocketChatCompletionService>().And.NotBeSameAs(chat).And.Match(other => ((ResponsesWebSocketChatCompletionService)other).Client == client);
    }

    private static ResponsesWebSocketClient Client() => new(new ResponsesWebSocketOptions { Endpoint = Local });

    private static string? ModelOf(IChatCompletionService service) => (string?)service.Attributes["ModelId"];
}
