namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>Refuses what OpenAI's client refuses on the stock connector's way, by the names that its parameters have.</summary>
internal static class StockArgument
{
    public static T NotNull<T>(T? value, string parameter)
        where T : class => value ?? throw new ArgumentNullException(parameter);

    public static string NotNullOrEmpty(string? value, string parameter) =>
        NotNull(value, parameter) is { Length: > 0 } text ? text : throw new ArgumentException("Value cannot be an empty string.", parameter);

    public static void NotEmpty<T>(ICollection<T> items, string parameter)
    {
        if (items.Count == 0)
        {
            throw new ArgumentException("Value cannot be an empty collection.", parameter);
        }
    }
}
