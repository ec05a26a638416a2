namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>However a service writes it down that it has forgotten a context, the history is sent in full, once.</summary>
public sealed class ForgottenParentShapeTests
{
    [Theory]
    [InlineData(ErrorShape.Nested)]
    [InlineData(ErrorShape.Flat)]
    [InlineData(ErrorShape.StatusCode)]
    [InlineData(ErrorShape.StatusText)]
    [InlineData(ErrorShape.NoStatus)]
    [InlineData(ErrorShape.HeadersAtTop)]
    [InlineData(ErrorShape.ResponseError)]
    [InlineData(ErrorShape.ResponseFailed)]
    [InlineData(ErrorShape.Nested, "  ")]
    [InlineData(ErrorShape.ResponseFailed, "\n")]
    [Trait("Bug", "08 error shape hides a recoverable cause")]
    public async Task Each_shape_of_a_forgotten_parent_gives_one_full_send_that_the_caller_does_not_see(ErrorShape shape, string behind = "")
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxRetries = 0);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        harness.Faults.FailTurn(2, new EmulatedError(400, "previous_response_not_found" + behind, "Gone.") { Shape = shape });
        var result = await harness.SayAsync(history, "say two");

        (result.Text, result.Report.Session, result.Report.Sends).Should().Be(("two", 1, 2));
        result.Report.Plan.Should().Be(new TurnPlan(PlanKind.Replay, PlanReason.ParentEvicted));
    }

    [Theory]
    [InlineData("""{"error":{"code":"previous_response_not_found","message":"Gone."}}""")]
    [InlineData("""{"type":"error","code":"previous_response_not_found","message":"Gone."}""")]
    [InlineData("""{"type":"error","status":"400","error":{"code":"previous_response_not_found"}}""")]
    [Trait("Bug", "08 error shape hides a recoverable cause")]
    public async Task An_error_with_hardly_anything_in_it_gives_one_full_send_too(string error)
    {
        await using var harness = await Harness.StartTalkingAsync(static options => options.MaxRetries = 0);
        var history = new TestHistory();
        await harness.SayAsync(history, "say one");
        using var held = harness.Faults.HoldBeforeEvent(2, "response.created");
        var turn = harness.BeginAsync(history.User("say two"));
        await held.Reached;
        await harness.Emulator.InjectTextAsync(error, harness.Limit);
        held.Release();

        ((await turn).Text, (await turn).Report.Sends).Should().Be(("two", 2));
    }
}
