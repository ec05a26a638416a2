using Microsoft.SemanticKernel.Services;

namespace Connectors.ResponsesWebSocket.Tests.Registration;

/// <summary>What a service says of itself.</summary>
public sealed class AttributesTests
{
    [Fact]
    [Trait("Contract", "A1")]
    [Trait("Contract", "A2")]
    [Trait("Contract", "A3")]
    public async Task Model_endpoint_and_organization_are_told()
    {
        var service = new ResponsesWebSocketChatCompletionService("m", new Uri("https://host.test:8443"), "k", "org");

        service.GetModelId().Should().Be("m");
        service.GetEndpoint().Should().Be("https://host.test:8443/");
        service.Attributes["Organization"].Should().Be("org");
        service.GetApiVersion().Should().BeNull();
    }

    [Fact]
    [Trait("Contract", "A2")]
    [Trait("Contract", "A3")]
    [Trait("Contract", "A5")]
    public async Task OpenAIs_own_endpoint_is_told_and_what_is_absent_is_not()
    {
        var service = new ResponsesWebSocketChatCompletionService("m", "k", organization: " ");

        service.Attributes.Should().BeEquivalentTo(new Dictionary<string, object?> { ["ModelId"] = "m", ["Endpoint"] = "https://api.openai.com/v1" });
    }

    [Fact]
    [Trait("Contract", "A4")]
    [Trait("Contract", "A5")]
    public async Task A_service_on_a_ready_made_client_knows_its_model_only()
    {
        await using var client = new ResponsesWebSocketClient(new ResponsesWebSocketOptions { ApiKey = "k" });
        var service = new ResponsesWebSocketChatCompletionService("m", client);

        service.Attributes.Should().BeEquivalentTo(new Dictionary<string, object?> { ["ModelId"] = "m" });
        service.GetEndpoint().Should().BeNull();
    }
}
