namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>A caller's history: a list that grows, is copied and is edited.</summary>
internal sealed class TestHistory(params IEnumerable<ConversationItem> items)
{
    public List<ConversationItem> Items { get; } = [.. items];

    public static TestHistory Of(string system, string user) => new TestHistory().System(system).User(user);

    public static TestHistory Asking(string user) => new TestHistory().User(user);

    public TestHistory System(string text) => Add(ConversationItem.Message("system", text));

    public TestHistory User(string text) => Add(ConversationItem.Message("user", text));

    public TestHistory Assistant(string text) => Add(ConversationItem.Message("assistant", text));

    public TestHistory Output(string callId, string output) => Add(ConversationItem.FunctionCallOutput(callId, output));

    /// <summary>Appends the answer as it came.</summary>
    public TestHistory Raw(TurnResult answer)
    {
        Items.AddRange(answer.Output);
        return this;
    }

    /// <summary>Appends the answer as a history of messages keeps it: one message with all the text, then the calls, nothing else.</summary>
    public TestHistory Mapped(TurnResult answer)
    {
        if (answer.Text.Length > 0)
        {
            Assistant(answer.Text);
        }

        foreach (var call in answer.FunctionCalls)
        {
            Add(ConversationItem.FunctionCall(call.CallId!, call.Name!, call.Arguments!));
        }

        return this;
    }

    public TestHistory Copy() => new(Items);

    /// <summary>The same history as another process would read it from a file.</summary>
    public TestHistory Reloaded() => new(Items.Select(static item => ConversationItem.FromJson(item.ToString())));

    private TestHistory Add(ConversationItem item)
    {
        Items.Add(item);
        return this;
    }
}
