using System.Text;
using Microsoft.AspNetCore.Http;
using ResponsesWebSocket.Client.Transport;

namespace ResponsesWebSocket.Client.Tests.Transport;

public sealed class LargeEventTests
{
    private const int Limit = 4096;

    [Theory]
    [InlineData("text/event-stream", "data: x", "x")]
    [InlineData("text/event-stream", "data: x\n", "data: x\n")]
    [InlineData("text/event-stream", "event: x\r\n", "data: x\r\n")]
    [InlineData("application/json", "{\"object\":\"", "x")]
    public async Task An_event_that_never_ends_ends_its_turn(string contentType, string head, string more)
    {
        await using var server = await MisbehavingServer.StartAsync(async context =>
        {
            context.Response.ContentType = contentType;
            await context.Response.WriteAsync(head);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(string.Concat(Enumerable.Repeat(more, 1000)));
                await context.Response.Body.FlushAsync();
            }
        });

        await ShouldBeTooLargeAsync(server);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task The_limit_is_the_largest_event_that_is_taken(int more, bool taken)
    {
        var head = "{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\"},\"x\":\"";
        var body = head + new string('x', Limit - head.Length - 2 + more) + "\"}";
        await using var server = await MisbehavingServer.StreamingAsync($"event: response.completed\ndata: {body}\n\n");
        if (taken)
        {
            using var limit = TestTimeout.Start();
            await using var client = server.Client(static options => options.MaxMessageBytes = Limit);
            (await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token)).Id.Should().Be("resp_1");
        }
        else
        {
            await ShouldBeTooLargeAsync(server);
        }
    }

    [Theory]
    [InlineData(": keep-alive\n\n")]
    [InlineData(": keep-alive\r\n\r\n")]
    [InlineData(": keep-alive\r\r")]
    public async Task A_long_answer_of_small_events_has_no_limit(string keepAlive)
    {
        await using var server = await MisbehavingServer.StreamingAsync(string.Concat(Enumerable.Repeat(keepAlive, 10_000)) + MisbehavingServer.CompletedEvent);
        using var limit = TestTimeout.Start();
        await using var client = server.Client(static options => options.MaxMessageBytes = Limit);

        (await client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token)).Text.Should().Be("one");
    }

    /// <summary>However the bytes are cut into reads.</summary>
    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public async Task An_empty_line_is_found_across_reads(string end)
    {
        var text = string.Concat(Enumerable.Repeat($"data: abc{end}{end}", 2000));
        for (var cut = 1; cut <= 7; cut++)
        {
            await using var stream = new BoundedEventStream(new SlicedStream(Encoding.UTF8.GetBytes(text), cut), maxMessageBytes: 16);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            Encoding.UTF8.GetString(copy.ToArray()).Should().Be(text);
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public async Task The_end_of_a_line_is_no_empty_line_across_reads(string end)
    {
        var text = string.Concat(Enumerable.Repeat($"data: abc{end}", 2000));
        for (var cut = 1; cut <= 7; cut++)
        {
            await using var stream = new BoundedEventStream(new SlicedStream(Encoding.UTF8.GetBytes(text), cut), maxMessageBytes: 16);
            var copying = () => stream.CopyToAsync(Stream.Null);
            await copying.Should().ThrowAsync<ProtocolViolationException>();
        }
    }

    private static async Task ShouldBeTooLargeAsync(MisbehavingServer server)
    {
        using var limit = TestTimeout.Start();
        await using var client = server.Client(static options => options.MaxMessageBytes = Limit);
        var turn = () => client.CreateAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        (await turn.Should().ThrowAsync<ProtocolViolationException>()).Which.Message.Should().Contain("MaxMessageBytes");
    }

    private sealed class SlicedStream(byte[] bytes, int slice) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(slice, buffer.Length)], cancellationToken);
    }
}
