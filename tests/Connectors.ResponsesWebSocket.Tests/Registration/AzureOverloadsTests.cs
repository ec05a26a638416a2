using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.ResponsesWebSocket.Tests.Registration;

/// <summary>Azure OpenAI by the arguments that applications give to the stock connector.</summary>
public sealed class AzureOverloadsTests
{
    [Theory]
    [InlineData(typeof(ResponsesWebSocketAzureKernelBuilderExtensions), "builder", "serviceId modelId httpClient apiVersion")]
    [InlineData(typeof(ResponsesWebSocketAzureServiceCollectionExtensions), "services", "serviceId modelId apiVersion httpClient")]
    public void The_arguments_have_the_stock_connectors_names_and_order(Type extensions, string receiver, string rest)
    {
        var overloads = extensions.GetMethods().Where(static method => method.Name == "AddAzureResponsesWebSocketChatCompletion")
            .Select(static method => string.Join(' ', method.GetParameters().Select(static parameter => parameter.Name)));

        overloads.Should().BeEquivalentTo($"{receiver} deploymentName endpoint apiKey {rest}", $"{receiver} deploymentName endpoint credentials {rest}");
    }

    [Theory]
    [InlineData("", false, null, "/openai/v1/responses")]
    [InlineData("/", true, "2024-10-21", "/openai/v1/responses")]
    [InlineData("/openai/v1", false, null, "/openai/v1/responses")]
    [InlineData("/openai/v1/", true, "preview", "/openai/v1/responses?api-version=preview")]
    public async Task A_key_goes_to_the_resources_own_path(string path, bool onBuilder, string? version, string asked)
    {
        await using var emulator = await EmulatorAsync();
        using var azure = new AtAzure();
        using var http = new HttpClient(azure);
        var endpoint = emulator.Endpoint.GetLeftPart(UriPartial.Authority) + path;
        var builder = Kernel.CreateBuilder();
        if (onBuilder)
        {
            builder.AddAzureResponsesWebSocketChatCompletion("deployed", endpoint, emulator.ApiKey, httpClient: http, apiVersion: version);
        }
        else
        {
            builder.Services.AddAzureResponsesWebSocketChatCompletion("deployed", endpoint, emulator.ApiKey, httpClient: http, apiVersion: version);
        }

        await AskAsync(builder, emulator);

        azure.Asked.Should().ContainSingle().Which.Should().Be(asked);
        emulator.Journal.Frames.First(static frame => frame.FromClient).Json!.Value.Text("model").Should().Be("deployed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_credential_gives_a_bearer_token_for_the_scope_of_the_service(bool onBuilder)
    {
        await using var emulator = await EmulatorAsync();
        using var azure = new AtAzure();
        using var http = new HttpClient(azure);
        var credential = new Credential(emulator.ApiKey);
        var endpoint = emulator.Endpoint.GetLeftPart(UriPartial.Authority);
        var builder = Kernel.CreateBuilder();
        if (onBuilder)
        {
            builder.AddAzureResponsesWebSocketChatCompletion("deployed", endpoint, credential, modelId: "gpt-6-astra", httpClient: http);
        }
        else
        {
            builder.Services.AddAzureResponsesWebSocketChatCompletion("deployed", endpoint, credential, modelId: "gpt-6-astra", httpClient: http);
        }

        var chat = await AskAsync(builder, emulator);

        azure.Signed.Should().ContainSingle().Which.Should().Be($"Bearer {emulator.ApiKey}");
        credential.Scopes.Should().NotBeEmpty().And.OnlyContain(static scope => scope == "https://ai.azure.com/.default");
        (chat.Attributes["DeploymentName"], chat.Attributes["ModelId"]).Should().Be(("deployed", "gpt-6-astra"));
    }

    [Fact]
    public void What_is_wrong_is_told_when_the_service_is_added()
    {
        var services = new ServiceCollection();

        services.Invoking(static s => s.AddAzureResponsesWebSocketChatCompletion(" ", "https://name.openai.azure.com", "key")).Should().Throw<ArgumentException>().WithParameterName("deploymentName");
        services.Invoking(static s => s.AddAzureResponsesWebSocketChatCompletion("d", "name", "key")).Should().Throw<ArgumentException>().WithParameterName("endpoint").WithMessage("*https://NAME.openai.azure.com*");
        services.Invoking(static s => s.AddAzureResponsesWebSocketChatCompletion("d", "https://name.openai.azure.com", " ")).Should().Throw<ArgumentException>().WithParameterName("apiKey");
        services.Invoking(static s => s.AddAzureResponsesWebSocketChatCompletion("d", "https://name.openai.azure.com", "https://elsewhere")).Should().Throw<ArgumentException>().WithParameterName("apiKey");
        services.Invoking(static s => s.AddAzureResponsesWebSocketChatCompletion("d", "https://name.openai.azure.com", credentials: null!)).Should().Throw<ArgumentNullException>().WithParameterName("credentials");
        services.Should().BeEmpty();
    }

    private static Task<ResponsesEmulator> EmulatorAsync() =>
        ResponsesEmulator.StartAsync(new EmulatorOptions { Model = Answers.Script(Answers.Text("ok")), Profile = EmulatorProfile.Azure });

    private static async Task<IChatCompletionService> AskAsync(IKernelBuilder builder, ResponsesEmulator emulator)
    {
        using var limit = TestTimeout.Start();
        await using var provider = builder.Services.BuildServiceProvider();
        var chat = provider.GetRequiredService<IChatCompletionService>();
        (await chat.GetChatMessageContentAsync("hi", cancellationToken: limit.Token)).Content.Should().Be("ok");
        emulator.Journal.RefusedUpgrades.Should().BeEmpty();
        return chat;
    }

    /// <summary>Leads Azure's path to the emulator's.</summary>
    private sealed class AtAzure() : DelegatingHandler(new SocketsHttpHandler())
    {
        public ConcurrentQueue<string> Asked { get; } = new();

        public ConcurrentQueue<string?> Signed { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Enqueue(request.RequestUri!.PathAndQuery);
            Signed.Enqueue(request.Headers.Authorization?.ToString());
            request.RequestUri = new UriBuilder(request.RequestUri) { Path = "/v1/responses", Query = "" }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Credential(string token) : AuthenticationTokenProvider
    {
        public ConcurrentQueue<string> Scopes { get; } = new();

        public override GetTokenOptions? CreateTokenOptions(IReadOnlyDictionary<string, object> properties) => new(properties);

        public override AuthenticationToken GetToken(GetTokenOptions options, CancellationToken cancellationToken) => throw new NotSupportedException("Tokens are asked for without blocking.");

        public override ValueTask<AuthenticationToken> GetTokenAsync(GetTokenOptions options, CancellationToken cancellationToken)
        {
            foreach (var scope in ((ReadOnlyMemory<string>)options.Properties[GetTokenOptions.ScopesPropertyName]).ToArray())
            {
                Scopes.Enqueue(scope);
            }

            return ValueTask.FromResult(new AuthenticationToken(token, "Bearer", DateTimeOffset.MaxValue));
        }
    }
}
