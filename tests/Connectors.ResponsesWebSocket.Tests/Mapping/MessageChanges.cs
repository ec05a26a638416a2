using Connectors.ResponsesWebSocket.Mapping;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>A way in which an application can change a message in its history.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="TryMake">Changes it; false for a message that has no such thing.</param>
internal sealed record MessageChange(string Name, Func<ChatMessageContent, Random, bool> TryMake);

internal static class MessageChanges
{
    public static readonly IReadOnlyList<MessageChange> All =
    [
        new("text", (message, random) => On<TextContent>(message, text => text.Text = $"changed {random.Next()}")),
        new("content", (message, random) => Do(() => message.Content = $"content {random.Next()}", when: message.Items.OfType<TextContent>().Any())),
        new("text in the place of text", (message, random) => Do(() => message.Items[0] = new TextContent($"put {random.Next()}"), when: message.Items[0] is TextContent)),
        new("text added", (message, random) => Do(() => message.Items.Add(new TextContent($"more {random.Next()}")), when: message.Role == AuthorRole.User && message.Items.Count < 6)),
        new("text removed", (message, _) => Do(() => message.Items.RemoveAt(message.Items.Count - 1), when: message.Role == AuthorRole.User && message.Items.Count > 2)),
        new("order", (message, _) => Do(() => (message.Items[0], message.Items[1]) = (message.Items[1], message.Items[0]), when: message.Items.Count > 1)),
        new("model", (message, random) => Do(() => message.ModelId = random.Next(2) == 0 ? null : Harness.Model, when: message.Role == AuthorRole.Assistant)),
        new("role", (message, _) => Do(() => message.Role = message.Role == AuthorRole.System ? AuthorRole.Developer : AuthorRole.System, when: message.Role == AuthorRole.System || message.Role == AuthorRole.Developer)),
        new("image's address", (message, random) => On<ImageContent>(message, image => image.Uri = new($"https://example.org/{random.Next()}.png"))),
        new("image's fragment", (message, random) => On<ImageContent>(message, image => image.Uri = new(new Uri("https://example.org/one.png"), $"#{random.Next(3)}"))),
        new("image's case", (message, random) => On<ImageContent>(message, image => image.Uri = new(random.Next(2) == 0 ? "https://EXAMPLE.org/one.png" : "https://example.org/one.png"))),
        new("image's detail", (message, random) => On<ImageContent>(message, image => image.Metadata = new Dictionary<string, object?> { [MessageKeys.ImageDetail] = random.Next(2) == 0 ? "low" : "high" })),
        new("image's detail in place", (message, random) => On<ImageContent>(message, image => (image.Metadata as Dictionary<string, object?>)?.TryAdd(MessageKeys.ImageDetail, random.Next(2) == 0 ? "low" : "high"))),
        new("file's bytes in place", (message, random) => On<BinaryContent>(message, file => Bytes(file)[0] = (byte)random.Next(256))),
        new("file's bytes", (message, random) => On<BinaryContent>(message, file => file.Data = new byte[] { (byte)random.Next(256), 1 })),
        new("file's type", (message, random) => On<BinaryContent>(message, file => file.MimeType = $"application/x-{random.Next()}")),
        new("file's name", (message, random) => On<BinaryContent>(message, file => file.Metadata = new Dictionary<string, object?> { ["filename"] = $"name{random.Next()}.pdf" })),
        new("argument", (message, random) => On<FunctionCallContent>(message, call => call.Arguments?["a"] = $"{random.Next()}")),
        new("argument's type", (message, random) => On<FunctionCallContent>(message, call => call.Arguments?["b"] = random.Next(2) == 0 ? random.Next() : JsonSerializer.SerializeToElement(random.Next()))),
        new("argument's digits", (message, random) => On<FunctionCallContent>(message, call => call.Arguments?["n"] = random.Next(2) == 0 ? 0.0 : -0.0)),
        new("argument's scale", (message, random) => On<FunctionCallContent>(message, call => call.Arguments?["n"] = random.Next(2) == 0 ? 1.0m : 1.00m)),
        new("argument that can change", (message, random) => On<FunctionCallContent>(message, call => call.Arguments?["list"] = new List<int> { random.Next() })),
        new("argument in place", (message, random) => On<FunctionCallContent>(message, call => (call.Arguments?.GetValueOrDefault("list") as List<int>)?.Add(random.Next(9)))),
        new("argument removed", (message, _) => On<FunctionCallContent>(message, static call => call.Arguments?.Remove("list"))),
        new("call", (message, random) => Replace<FunctionCallContent>(message, call => new($"F{random.Next(9)}", call.PluginName, call.Id, call.Arguments))),
        new("raw calls", (message, random) => OnCalls(message, calls => calls[0] = Answers.Raw(calls[0].Id, "P-G", $$"""{"n":{{random.Next()}}}"""))),
        new("raw calls removed", (message, _) => OnCalls(message, static calls => calls.Clear())),
        new("raw calls as JSON", (message, random) => OnCalls(message, calls => message.Metadata = new Dictionary<string, object?>
        {
            [MessageKeys.FunctionToolCalls] = JsonSerializer.SerializeToElement(new[] { new { calls[0].Id, Name = "P-G", Arguments = $$"""{"n":{{random.Next()}}}""" } }),
        })),
        new("refusal", (message, random) => Do(() => message.Metadata = With(message.Metadata, MessageKeys.Refusal, random.Next(3) == 0 ? null : $"no {random.Next()}"), when: message.Role == AuthorRole.Assistant)),
        new("refusal in place", (message, random) => Do(() => ((Dictionary<string, object?>)message.Metadata!)[MessageKeys.Refusal] = $"no {random.Next()}", when: message.Metadata is Dictionary<string, object?>)),
        new("output", (message, random) => Do(
            () => message.Metadata = With(message.Metadata, MessageKeys.RawOutput, $$"""[{"type":"reasoning","encrypted_content":"e{{random.Next()}}","summary":[]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"{{message.Content}}"}]}]"""),
            when: message.Role == AuthorRole.Assistant && message.Items.All(static item => item is TextContent))),
        new("result", (message, random) => Replace<FunctionResultContent>(message, result => new(result.FunctionName, result.PluginName, result.CallId, $"result {random.Next()}"))),
        new("result that can change", (message, random) => Replace<FunctionResultContent>(message, result => new(result.FunctionName, result.PluginName, result.CallId, new List<string> { $"{random.Next()}" }))),
        new("result in place", (message, random) => On<FunctionResultContent>(message, result => (result.Result as List<string>)?.Add($"{random.Next(9)}"))),
        new("result's call", (message, random) => Replace<FunctionResultContent>(message, result => new(result.FunctionName, result.PluginName, $"c{random.Next(9)}", result.Result))),
        new("tool call's id", (message, random) => Do(
            () => (message.Metadata, message.Content) = (With(message.Metadata, MessageKeys.ToolCallId, random.Next(2) == 0 ? $"t{random.Next(9)}" : ""), $"t {random.Next()}"), when: message.Role == AuthorRole.Tool)),
    ];

    private static bool On<T>(ChatMessageContent message, Action<T> change)
        where T : KernelContent
    {
        var found = message.Items.FirstOrDefault(static item => item.GetType() == typeof(T));
        return Do(() => change((T)found!), when: found is not null);
    }

    private static bool Replace<T>(ChatMessageContent message, Func<T, T> change)
        where T : KernelContent
    {
        var place = message.Items.ToList().FindIndex(static item => item is T);
        return Do(() => message.Items[place] = change((T)message.Items[place]), when: place >= 0);
    }

    private static bool OnCalls(ChatMessageContent message, Action<List<ChatToolCall>> change) =>
        Do(() => change((List<ChatToolCall>)message.Metadata![MessageKeys.FunctionToolCalls]!), when: message.Metadata?.GetValueOrDefault(MessageKeys.FunctionToolCalls) is List<ChatToolCall> { Count: > 0 });

    private static bool Do(Action change, bool when)
    {
        if (when)
        {
            change();
        }

        return when;
    }

    private static Dictionary<string, object?> With(IReadOnlyDictionary<string, object?>? metadata, string key, object? value) => new(metadata ?? new Dictionary<string, object?>()) { [key] = value };

    private static Span<byte> Bytes(BinaryContent file) => System.Runtime.InteropServices.MemoryMarshal.AsMemory(file.Data!.Value).Span;
}
