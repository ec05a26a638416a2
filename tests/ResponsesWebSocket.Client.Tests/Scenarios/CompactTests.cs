using Microsoft.AspNetCore.Http;

namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>A history that the service shortens on request.</summary>
public sealed class CompactTests
{
    [Fact]
    public async Task What_comes_back_takes_the_historys_place_and_starts_a_new_chain()
    {
        await using var harness = await Harness.StartTalkingAsync();
        var history = new TestHistory();
        await harness.SayAsync(history, "My name is Ada.");
        await harness.SayAsync(history, "say two");
        var compacted = await harness.Client.CompactAsync(Harness.Request(history), harness.Limit);
        var onward = new TestHistory(compacted.Items).User("recall");
        var next = await harness.Client.CreateAsync(Harness.Request(onward), harness.Limit);

        compacted.Items.Select(static item => item.Type).Should().Equal("message", "message", "compaction");
        next.Report.Plan.Kind.Should().Be(PlanKind.Replay);
        next.Text.Should().Be("My name is Ada.\nsay two");
        harness.Journal.Response(next.Id).Input.Select(static item => item.GetProperty("type").GetString())
            .Should().Equal("message", "message", "compaction", "message");
        onward.Raw(next);
        (await harness.Client.CreateAsync(Harness.Request(onward.User("say on")), harness.Limit)).Report.Plan.Kind.Should().Be(PlanKind.Continue);
        (await harness.SayAsync(history, "say three")).Text.Should().Be("three", "the history itself is as good as before");
    }

    [Fact]
    public async Task A_service_that_has_no_compaction_says_so()
    {
        await using var server = await MisbehavingServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await using var client = server.Client(static _ => { }, TimeProvider.System);
        using var limit = TestTimeout.Start();
        var refused = () => client.CompactAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        (await refused.Should().ThrowAsync<ResponseRefusedException>()).Which.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_answer_that_is_no_compaction_is_told_as_such()
    {
        await using var server = await MisbehavingServer.StartAsync(static async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"id":"resp_1","output":[]}""");
        });
        await using var client = server.Client(static _ => { }, TimeProvider.System);
        using var limit = TestTimeout.Start();
        var odd = () => client.CompactAsync(Harness.Request(TestHistory.Asking("go")), limit.Token);

        await odd.Should().ThrowAsync<ProtocolViolationException>();
    }
}
