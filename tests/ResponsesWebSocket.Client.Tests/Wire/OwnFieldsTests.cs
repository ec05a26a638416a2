namespace ResponsesWebSocket.Client.Tests.Wire;

public sealed class OwnFieldsTests
{
    [Theory]
    [InlineData("input")]
    [InlineData("type")]
    [InlineData("stream_id")]
    [InlineData("previous_response_id")]
    public async Task A_field_that_the_client_writes_itself_is_refused_by_name(string field)
    {
        // Nothing listens there: a request that is refused at once opens no socket.
        await using var client = new ResponsesWebSocketClient(new() { Endpoint = new Uri("http://127.0.0.1:9/v1") });
        var request = new TurnRequest
        {
            Model = "m",
            Input = [ConversationItem.Message("user", "hello")],
            Fields = new Dictionary<string, JsonElement>
            {
                ["service_tier"] = JsonSerializer.SerializeToElement("flex"),
                [field] = JsonSerializer.SerializeToElement("mine"),
            },
        };
        var create = () => client.CreateAsync(request);
        var stream = () => client.StreamAsync(request);

        (await create.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain($"'{field}'");
        stream.Should().Throw<ArgumentException>("before the first event is asked for").Which.Message.Should().Contain($"'{field}'");
    }
}
