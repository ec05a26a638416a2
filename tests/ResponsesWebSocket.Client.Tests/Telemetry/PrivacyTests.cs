namespace ResponsesWebSocket.Client.Tests.Telemetry;

public sealed class PrivacyTests
{
    private static readonly string[] Secrets = ["sk-very-secret-key", "header-very-secret", "very private words", "private_argument", "private_tool", "org-private"];

    [Fact]
    public async Task No_tag_and_no_event_holds_text_of_a_conversation_a_key_or_a_header()
    {
        await using var harness = await Harness.StartAsync(new EmulatorOptions { ApiKey = Secrets[0] }, static options =>
        {
            options.ApiKey = Secrets[0];
            options.Organization = Secrets[5];
            options.Headers["X-Own"] = Secrets[1];
        });
        using var watcher = new Watcher(harness);
        var history = TestHistory.Asking("say very private words\ncall private_tool {\"private_argument\":\"very private words\"}");
        var first = await harness.TurnAsync(history);
        history.Mapped(first);
        var call = first.FunctionCalls.Single();
        history.Items[^1] = ConversationItem.FunctionCall(call.CallId!, call.Name!, "{\"private_argument\":1}");
        history.Mapped(await harness.TurnAsync(history.Output(call.CallId!, "very private words")));
        harness.Faults.DropBeforeTurn(3);
        await harness.SayAsync(history, "say very private words");
        harness.Faults.FailTurn((harness.Journal.Sent()[^1].Turn ?? 0) + 1, 400, "very private words", "very private words");
        await harness.Awaiting(harness => harness.TurnAsync(history.User("say very private words"))).Should().ThrowAsync<ResponseRefusedException>();
        await harness.Client.DisposeAsync();
        await watcher.NextAsync("responses_websocket.session.age", harness.Limit);

        var told = watcher.Activities.SelectMany(static turn => turn.TagObjects
                .Concat(turn.Events.SelectMany(static happened => happened.Tags))
                .Concat(turn.Baggage.Select(static pair => new KeyValuePair<string, object?>(pair.Key, pair.Value)))
                .Select(Text)
                .Append($"{turn.DisplayName} {turn.OperationName} {turn.StatusDescription}"))
            .Concat(watcher.All.SelectMany(static measured => measured.Tags.Select(Text)))
            .ToList();

        watcher.Activities.Should().HaveCount(4);
        harness.Reports[1].Plan.DiffPath.Should().Be("arguments.private_argument", "otherwise the test would not show that it stays out");
        told.Should().HaveCountGreaterThan(60).And.NotContain(static text => Secrets.Any(text.Contains));
    }

    private static string Text(KeyValuePair<string, object?> tag) => $"{tag.Key}={(tag.Value is string[] several ? string.Join(',', several) : tag.Value)}";
}
