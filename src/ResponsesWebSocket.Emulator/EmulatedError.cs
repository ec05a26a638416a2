using System.Text.Json;

namespace ResponsesWebSocket.Emulator;

/// <summary>An error that the emulator is told to send. <see cref="EmulatedErrors"/> holds those that services are known for.</summary>
/// <param name="Status">The HTTP status that it stands for; not every shape sends it.</param>
/// <param name="Code">The code; sent as null when there is none.</param>
/// <param name="Message">The message.</param>
public sealed record EmulatedError(int Status, string? Code, string Message)
{
    /// <summary>The form of the frame.</summary>
    public ErrorShape Shape { get; init; }

    /// <summary>The error type.</summary>
    /// <value><see langword="null"/> (default): the one that goes with the status.</value>
    public string? Type { get; init; }

    /// <summary>The request field to blame; left out when there is none, except in the flat shape.</summary>
    public string? Param { get; init; }

    /// <summary>The wait that the headers announce; status 429 announces one second by default.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Headers beside those that <see cref="RetryAfter"/> makes.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further members of the innermost object, for example <c>plan_type</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Members { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Whether <c>response.created</c> and <c>response.in_progress</c> go out first. <see cref="ErrorShape.ResponseFailed"/> implies it.</summary>
    public bool AfterStart { get; init; }

    /// <summary>The status with which the server closes the connection after the error.</summary>
    /// <value><see langword="null"/> (default): the connection stays open.</value>
    public int? CloseStatus { get; init; }

    internal bool BeginsResponse => AfterStart || Shape == ErrorShape.ResponseFailed;
}
