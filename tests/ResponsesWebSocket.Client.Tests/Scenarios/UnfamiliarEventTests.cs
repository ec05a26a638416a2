namespace ResponsesWebSocket.Client.Tests.Scenarios;

public sealed class UnfamiliarEventTests
{
    [Fact]
    public async Task A_delta_of_an_unknown_kind_counts_as_seen()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<ResponseCreatedEvent>(stream);
        await held.Reached;
        await harness.Emulator.InjectTextAsync("""{"type":"response.brand_new.delta","delta":"x"}""", harness.Limit);
        (await StreamingTests.NextAsync<OtherResponseEvent>(stream)).Type.Should().Be("response.brand_new.delta");
        harness.Emulator.DropConnections();

        var (_, thrown) = await StreamingTests.ReadToFailureAsync(stream);

        thrown.Should().BeOfType<ConnectionLostException>().Which.Delivery.Should().Be(DeliveryState.Answered);
        harness.Journal.Sent().Should().ContainSingle();
    }

    [Fact]
    public async Task An_unknown_event_that_is_no_delta_does_not_count_as_seen()
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<ResponseCreatedEvent>(stream);
        await held.Reached;
        await harness.Emulator.InjectTextAsync("""{"type":"response.brand_new","delta":"x"}""", harness.Limit);
        await StreamingTests.NextAsync<OtherResponseEvent>(stream);
        harness.Emulator.DropConnections();

        StreamingTests.TextOf(await StreamingTests.ReadAsync(stream)).Should().Be("one");
        harness.Journal.Sent().Should().HaveCount(2);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public async Task An_empty_lane_name_is_the_default_lane(string streamId)
    {
        await using var harness = await Harness.StartTalkingAsync();
        using var held = harness.Faults.HoldBeforeEvent(1, "response.output_text.delta");
        await using var stream = harness.Stream(TestHistory.Asking("say one"));
        await StreamingTests.NextAsync<ResponseCreatedEvent>(stream);
        await held.Reached;
        await harness.Emulator.InjectTextAsync(
            $$"""{"type":"response.output_text.delta","stream_id":{{streamId}},"output_index":0,"content_index":0,"delta":"twenty-"}""", harness.Limit);
        held.Release();

        StreamingTests.TextOf(await StreamingTests.ReadAsync(stream)).Should().Be("twenty-one");
    }
}
