namespace Differential.Scenarios;

/// <summary>Histories of plain text, as the model is told of them.</summary>
internal sealed class ToldTextScenarios : ScenarioList
{
    private static readonly (string Name, Func<ChatHistory> History)[] Histories =
    [
        ("several system messages", static () =>
            [new(AuthorRole.System, "First."), new(AuthorRole.User, "hi"), new(AuthorRole.System, "Second."), new(AuthorRole.User, "and?")]),
        ("developer messages", static () => [new(AuthorRole.Developer, "Be kind."), new(AuthorRole.System, "Be brief."), new(AuthorRole.User, "hi")]),
        ("names of authors", static () =>
        [
            new(AuthorRole.System, "Rules.") { AuthorName = "House" },
            new(AuthorRole.User, "I am here.") { AuthorName = "Ann_1" },
            new(AuthorRole.Assistant, "So you are.") { AuthorName = "Bot" },
            new(AuthorRole.User, "Me too.") { AuthorName = "Bob Müller <bob>" },
        ]),
        ("a history that ends with the assistant", static () => [new(AuthorRole.User, "hi"), new(AuthorRole.Assistant, "Hello")]),
        ("two questions without an answer between", static () => [new(AuthorRole.User, "one"), new(AuthorRole.User, "two")]),
        ("an assistant message without text", static () => [new(AuthorRole.User, "hi"), new(AuthorRole.Assistant, (string?)null), new(AuthorRole.User, "so?")]),
        ("a user message of several texts", static () => [new(AuthorRole.User, [new TextContent("one"), new TextContent("two"), new TextContent("")])]),
        ("an assistant message of several texts", static () =>
            [new(AuthorRole.User, "hi"), new(AuthorRole.Assistant, [new TextContent("one"), new TextContent("two")]), new(AuthorRole.User, "so?")]),
        ("a system message of several texts", static () => [new(AuthorRole.System, [new TextContent("one"), new TextContent("two")]), new(AuthorRole.User, "hi")]),
        ("a long history", static () => [.. Enumerable.Range(0, 60).Select(static number => new ChatMessageContent(number % 2 == 0 ? AuthorRole.User : AuthorRole.Assistant, $"message {number}"))]),
        ("a long message", static () => new(new string('x', 100_000), AuthorRole.User)),
        ("a role written otherwise", static () => [new(new AuthorRole("SYSTEM"), "Rules."), new(new AuthorRole("User"), "hi")]),
    ];

    public ToldTextScenarios()
        : base("text")
    {
        foreach (var (name, history) in Histories)
        {
            AddBoth(name, async (app, streaming) =>
            {
                app.Script(Say.Text("Well."));
                await app.AskAsync(history(), streaming);
            });
        }
    }
}
