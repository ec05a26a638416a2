using ResponsesWebSocket.Client.Telemetry;

namespace ResponsesWebSocket.Client.Tests.Context;

public sealed class EndpointProfileTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1", nameof(EndpointProfile.OpenAI))]
    [InlineData("https://API.x.ai/v1", nameof(EndpointProfile.XAi))]
    [InlineData("https://chatgpt.com/backend-api/codex", nameof(EndpointProfile.ChatGpt))]
    [InlineData("https://a.openai.azure.com/openai/v1", nameof(EndpointProfile.Azure))]
    [InlineData("https://a.cognitiveservices.azure.com/openai/v1", nameof(EndpointProfile.Azure))]
    [InlineData("https://a.services.ai.azure.com/openai/v1", nameof(EndpointProfile.Azure))]
    [InlineData("https://openai.azure.com.example/v1", nameof(EndpointProfile.Generic))]
    [InlineData("http://localhost:8080/v1", nameof(EndpointProfile.Generic))]
    public void What_is_known_of_an_endpoint_follows_from_its_host(string endpoint, string profile) =>
        EndpointProfile.For(new(endpoint)).Should().BeSameAs(typeof(EndpointProfile).GetProperty(profile)!.GetValue(null));

    [Fact]
    public void Azure_behind_a_domain_of_its_own_is_told_as_Azure_when_the_profile_says_so()
    {
        var endpoint = new Uri("https://models.example.com/v1");

        new ClientMetrics(endpoint, EndpointProfile.Azure).Provider.Should().Be("azure.ai.openai");
        new ClientMetrics(endpoint, EndpointProfile.XAi).Provider.Should().Be("x_ai");
        new ClientMetrics(endpoint, EndpointProfile.OpenAI).Provider.Should().Be("openai");
        new ClientMetrics(new("https://a.openai.azure.com/openai/v1"), EndpointProfile.Azure with { LaneNames = 1 }).Provider.Should().Be("azure.ai.openai");
    }
}
