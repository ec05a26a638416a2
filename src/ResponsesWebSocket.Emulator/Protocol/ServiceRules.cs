using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Where the services differ.</summary>
/// <param name="Age">Age at which a connection ends.</param>
/// <param name="Lanes">Whether <c>stream_id</c> is known.</param>
/// <param name="OneInFlight">Whether a create is refused while another one runs, where the others queue it.</param>
/// <param name="ErrorsEvictAll">Whether every failed turn loses what the connection remembers, not only the parent that the turn named.</param>
/// <param name="Unstored">Whether <c>store</c> must be false and <c>instructions</c> must be given.</param>
internal sealed record ServiceRules(TimeSpan Age, bool Lanes = false, bool OneInFlight = false, bool ErrorsEvictAll = false, bool Unstored = false)
{
    public static ServiceRules For(EmulatorProfile profile) => profile switch
    {
        EmulatorProfile.Azure => new(EmulatorOptions.DefaultMaximumConnectionAge, OneInFlight: true, ErrorsEvictAll: true),
        EmulatorProfile.XAi => new(TimeSpan.FromMinutes(25)),
        EmulatorProfile.ChatGpt => new(EmulatorOptions.DefaultMaximumConnectionAge, Unstored: true),
        _ => new(EmulatorOptions.DefaultMaximumConnectionAge, Lanes: true),
    };

    /// <exception cref="RequestRefusedException">The service refuses what others accept.</exception>
    public void Check(JsonElement frame)
    {
        if (Unstored && !frame.IsFalse("store"))
        {
            throw new RequestRefusedException(Detail("Store must be set to false"));
        }

        if (Unstored && string.IsNullOrEmpty(frame.Text("instructions")))
        {
            throw new RequestRefusedException(Detail("Instructions are required"));
        }
    }

    /// <summary>An error in the form that the service gives it.</summary>
    public RequestError ToServiceShape(RequestError error) =>
        Unstored && error is { Form: null, Code: null, Param: not null } && error.Message.StartsWith("Unsupported parameter", StringComparison.Ordinal)
            ? Detail(error.Message)
            : error;

    private static RequestError Detail(string message) => RequestError.From(new(400, null, message) { Shape = ErrorShape.Detail });
}
