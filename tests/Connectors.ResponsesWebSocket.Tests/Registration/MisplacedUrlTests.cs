using Microsoft.Extensions.DependencyInjection;

namespace Connectors.ResponsesWebSocket.Tests.Registration;

/// <summary>A URL given for a key or an organization would send the key to the wrong place; the message names the overload that was meant.</summary>
public sealed class MisplacedUrlTests
{
    private const string Address = "https://name.openai.azure.com/";
    private static readonly Uri Local = new("http://127.0.0.1:1/v1");

    [Fact]
    public void It_is_refused_when_the_service_is_added()
    {
        var services = new ServiceCollection();
        var builder = Kernel.CreateBuilder();
        (string Name, Action Add)[] additions =
        [
            ("apiKey", () => services.AddResponsesWebSocketChatCompletion("m", Address)),
            ("orgId", () => services.AddResponsesWebSocketChatCompletion("m", "key", Address)),
            ("apiKey", () => services.AddResponsesWebSocketChatCompletion("m", Local, Address)),
            ("orgId", () => services.AddResponsesWebSocketChatCompletion("m", Local, "key", Address)),
            ("apiKey", () => builder.AddResponsesWebSocketChatCompletion("m", Address, "key")),
            ("orgId", () => builder.AddResponsesWebSocketChatCompletion("m", "key", Address)),
            ("apiKey", () => builder.AddResponsesWebSocketChatCompletion("m", Local, Address)),
            ("orgId", () => builder.AddResponsesWebSocketChatCompletion("m", Local, "key", Address)),
        ];

        foreach (var (name, add) in additions)
        {
            add.Should().ThrowExactly<ArgumentException>().WithParameterName(name)
                .WithMessage("*AddResponsesWebSocketChatCompletion(modelId, new Uri(*AddAzureResponsesWebSocketChatCompletion(deploymentName, endpoint, apiKey)*");
        }

        services.Should().BeEmpty();
    }
}
