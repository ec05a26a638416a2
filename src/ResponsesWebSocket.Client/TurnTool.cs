using System.Text;
using System.Text.Json;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client;

/// <summary>One entry of a request's <c>tools</c>: immutable JSON.</summary>
public sealed class TurnTool
{
    private TurnTool(ReadOnlyMemory<byte> utf8Json) => Utf8Json = utf8Json;

    /// <summary>The definition as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    internal string Type => WireJson.Member(Utf8Json.Span, "type"u8) ?? "";

    internal string Name => WireJson.Member(Utf8Json.Span, "name"u8) ?? "";

    /// <summary>A function that the caller runs.</summary>
    /// <param name="name">The name the model calls it by.</param>
    /// <param name="description">What it does; <see langword="null"/> leaves it out.</param>
    /// <param name="parameters">The JSON schema of its arguments.</param>
    /// <param name="strict">Whether the service must hold the model to the schema. Always sent, since the service's default is strict.</param>
    public static TurnTool Function(string name, string? description, JsonElement parameters, bool strict = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new TurnTool(WireJson.WriteObject(writer =>
        {
            writer.WriteString("type"u8, "function"u8);
            writer.WriteString("name"u8, name);
            if (description is not null)
            {
                writer.WriteString("description"u8, description);
            }

            writer.WritePropertyName("parameters"u8);
            parameters.WriteTo(writer);
            writer.WriteBoolean("strict"u8, strict);
        }));
    }

    /// <summary>Any tool by its JSON, for example <c>{"type":"web_search"}</c>.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not a JSON object.</exception>
    public static TurnTool FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var utf8 = Encoding.UTF8.GetBytes(json);
        WireJson.RequireObject(utf8);
        return new TurnTool(utf8);
    }

    internal bool IsSame(TurnTool other) => ReferenceEquals(this, other) || Utf8Json.Span.SequenceEqual(other.Utf8Json.Span);

    /// <summary>Whether both cannot be there together: two definitions of one name.</summary>
    internal bool Collides(TurnTool other) => Type == other.Type && Name == other.Name;

    /// <summary>The definition as JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8Json.Span);
}
