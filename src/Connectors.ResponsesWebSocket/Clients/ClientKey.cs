using System.Reflection;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Clients;

/// <summary>What two services must have in common to share a client: the clock, and every option by value or, where it is an object, by identity.</summary>
internal sealed class ClientKey : IEquatable<ClientKey>
{
    private static readonly PropertyInfo[] Options = [.. typeof(ResponsesWebSocketOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static option => option.Name != nameof(ResponsesWebSocketOptions.TurnCompleted))];

    private readonly object?[] _values;

    public ClientKey(ResponsesWebSocketOptions options, TimeProvider? time) => _values = [.. Options.Select(option => Value(option.GetValue(options))), time];

    public bool Equals(ClientKey? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as ClientKey);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    private static object? Value(object? value) => value is IDictionary<string, string> headers
        ? string.Join('\n', headers.OrderBy(static header => header.Key, StringComparer.OrdinalIgnoreCase).Select(static header => $"{header.Key.ToLowerInvariant()}: {header.Value}"))
        : value;
}
