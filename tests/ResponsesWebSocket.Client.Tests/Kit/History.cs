namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>A caller's history: a list that grows, is copied and is edited.</summary>
internal sealed class History(params IEnumerable<ConversationItem> items)
{
    public List<ConversationItem> Items { get; } = [.. items];

    public static History Of(string system, string user) => new History().System(system).User(user);

    public static History Asking(string user) => new History().User(user);

    public History System(string text) => Add(ConversationItem.Message("system", text));

    public History User(string text) => Add(ConversationItem.Message("user", text));

    public History Assistant(string text) => Add(ConversationItem.Message("assistant", text));

    public History Output(string callId, string output) => Add(ConversationItem.FunctionCallOutput(callId, output));

    /// <summary>Appends the answer as it came.</summary>
    public History Raw(TurnResult answer)
    {
        Items.AddRange(answer.Output);
        return this;
    }

    /// <summary>Appends the answer as a history of messages keeps it: one message with all the text, then the calls, nothing else.</summary>
    public History Mapped(TurnResult answer)
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

    public History Copy() => new(Items);

    /// <summary>The same history as another process would read it from a file.</summary>
    public History Reloaded() => new(Items.Select(static item => ConversationItem.FromJson(item.ToString())));

    private History Add(ConversationItem item)
    {
        Items.Add(item);
        return this;
    }
}
