namespace Connectors.ResponsesWebSocket.Tests.Documentation;

/// <summary>The code that docs/steering.md shows, as it stands there. That both are the same is another test's business.</summary>
public sealed class SteeringPageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_model_could_not_be_told_is_said_with_the_next_call(bool canSteer)
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { CanSteer = _ => canSteer, Model = Answers.Script(Answers.Text("There are apples and carrots."), Answers.Text("Only apples.")) });
        using var held = harness.Emulator.Faults.HoldBeforeEvent(1, "response.output_text.done");
        var (chat, kernel, history) = (harness.Service, harness.Kernel, Harness.Said("What is there?"));

        // snippet: steering-call
        var steering = new ResponsesWebSocketSteering();
        var settings = new ResponsesWebSocketPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
            Steering = steering,
        };
        var running = chat.GetChatMessageContentAsync(history, settings, kernel);
        // end snippet

        await held.Reached.WaitAsync(harness.Limit);

        // snippet: steering-say
        var outcome = steering.SteerAsync("Leave out the vegetables.");
        // end snippet

        await harness.Emulator.Journal.WaitUntilAsync(
            static seen => seen.Frames.Any(static frame => !frame.FromClient && frame.Type is "response.steer.accepted" or "response.steer.failed"), harness.Limit);
        held.Release();

        // snippet: steering-outcome
        var answer = await running;
        history.Add(answer);
        if (await outcome == SteeringOutcome.NotDelivered)
        {
            history.AddUserMessage("Leave out the vegetables.");
            history.Add(await chat.GetChatMessageContentAsync(history, settings, kernel));
        }
        // end snippet

        (await outcome).Should().Be(canSteer ? SteeringOutcome.InHistory : SteeringOutcome.NotDelivered);
        history.Select(static message => message.Role).Should().Equal(AuthorRole.User, AuthorRole.Assistant, AuthorRole.User, AuthorRole.Assistant);
        history[1].Content.Should().StartWith("There are");
        history[2].Content.Should().Be("Leave out the vegetables.");
        history[3].Content.Should().Be("Only apples.");
        harness.Emulator.Journal.Responses.Should().HaveCount(2);
    }
}
