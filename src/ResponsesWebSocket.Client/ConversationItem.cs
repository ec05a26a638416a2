using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client;

/// <summary>One element of a conversation: immutable UTF-8 JSON as it stands in <c>input</c> or <c>output</c>.</summary>
public sealed class ConversationItem
{
    private StrongBox<ReadOnlyMemory<byte>>? _unstored;

    private readonly bool _hasId;
    private WeakReference<string>? _text;

    internal ConversationItem(ReadOnlyMemory<byte> utf8Json)
        : this(utf8Json, ItemCanonicalizer.Read(utf8Json))
    {
    }

    internal ConversationItem(ReadOnlyMemory<byte> utf8Json, ItemFacts facts)
    {
        Utf8Json = utf8Json;
        (Kind, Fingerprint, Role, CallId, _hasId) = facts;
    }

    /// <summary>The item as UTF-8 JSON, byte for byte as it was made or received.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>What the item is.</summary>
    public ItemKind Kind { get; }

    /// <summary>The wire type, for example <c>function_call</c>. A message may leave it out.</summary>
    public string Type => WireJson.Member(Utf8Json.Span, "type"u8) ?? "message";

    /// <summary>The author of a message: <c>user</c>, <c>assistant</c>, <c>system</c>, <c>developer</c>.</summary>
    public string? Role { get; }

    /// <summary>What links a call and its output.</summary>
    public string? CallId { get; }

    /// <summary>The name of the function a call is for.</summary>
    public string? Name => WireJson.Member(Utf8Json.Span, "name"u8);

    /// <summary>The arguments of a call exactly as the model wrote them: usually a JSON object, but nothing guarantees it.</summary>
    public string? Arguments => WireJson.Member(Utf8Json.Span, "arguments"u8);

    /// <summary>The text of a message, its text parts joined; empty when there is none.</summary>
    public string Text => _text?.TryGetTarget(out var text) == true ? text : Remember(MessagePart.Join(this, static part => part.Text));

    /// <summary>The refusal of an assistant message; empty when there is none.</summary>
    public string Refusal => MessagePart.Join(this, static part => part.Refusal);

    internal Fingerprint Fingerprint { get; }

    /// <summary>For reasoning, whether a service that stores nothing can read it.</summary>
    internal bool HasEncryptedContent => WireJson.Member(Utf8Json.Span, "encrypted_content"u8) is { Length: > 0 };

    /// <summary>Whether the item takes part when a history is matched with what the service holds.</summary>
    internal bool IsCompared => Kind != ItemKind.Reasoning;

    /// <summary>
    /// Whether an output holds something that one message of its text with its calls loses: reasoning, hosted calls and compactions, phases,
    /// namespaces, the cut into several messages or their order.
    /// </summary>
    /// <param name="output">The items in order.</param>
    public static bool CarriesMoreThanMessage(IReadOnlyList<ConversationItem> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var kinds = output.Select(static item => item.Kind).ToList();
        return kinds.Exists(static kind => kind is not (ItemKind.Message or ItemKind.FunctionCall))
            || output.Any(static item => WireJson.Member(item.Utf8Json.Span, item.Kind == ItemKind.Message ? "phase"u8 : "namespace"u8) is { Length: > 0 })
            || kinds.LastIndexOf(ItemKind.Message) > 0;
    }

    /// <summary>A message of one text.</summary>
    /// <param name="role"><c>user</c>, <c>assistant</c>, <c>system</c> or <c>developer</c>.</param>
    /// <param name="text">The text; may be empty.</param>
    public static ConversationItem Message(string role, string text) => ItemWriter.Message(role, text);

    /// <summary>A message of several parts, each a JSON object such as <c>{"type":"input_image",…}</c>.</summary>
    /// <param name="role"><c>user</c>, <c>assistant</c>, <c>system</c> or <c>developer</c>.</param>
    /// <param name="parts">The parts in order; may be none.</param>
    public static ConversationItem Message(string role, IEnumerable<JsonElement> parts) => ItemWriter.Message(role, parts);

    /// <summary>A call that the model made.</summary>
    /// <param name="callId">What links the call and its output.</param>
    /// <param name="name">The function.</param>
    /// <param name="arguments">The arguments as the model wrote them.</param>
    public static ConversationItem FunctionCall(string callId, string name, string arguments) => ItemWriter.FunctionCall(callId, name, arguments);

    /// <summary>The result of a call.</summary>
    /// <param name="callId">The id of the call.</param>
    /// <param name="output">The result as text; failures are told here too, there is no flag for them.</param>
    public static ConversationItem FunctionCallOutput(string callId, string output) => ItemWriter.FunctionCallOutput(callId, output);

    /// <summary>Any item by its JSON.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not a JSON object.</exception>
    public static ConversationItem FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new ConversationItem(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>
    /// The item as it goes out. When nothing is stored, a message or call goes without its id, which the service would look up in vain and refuse; made
    /// once per item.
    /// </summary>
    internal ReadOnlyMemory<byte> AsSent(bool store) => store || !_hasId ? Utf8Json : (_unstored ??= new(ItemWriter.WithoutId(this))).Value;

    /// <summary>For those who ask next: a long answer is asked for its text again and again while it is handed on, and never afterwards.</summary>
    private string Remember(string text)
    {
        if (text.Length > 0)
        {
            _text = new(text);
        }

        return text;
    }

    /// <summary>The item as JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8Json.Span);
}
