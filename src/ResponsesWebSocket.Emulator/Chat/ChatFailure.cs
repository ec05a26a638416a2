using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Chat;

/// <summary>Chat completions have no failed state: what ends a response as failed is an error of the request there.</summary>
internal static class ChatFailure
{
    public static RequestError Of(JsonElement terminal)
    {
        var error = terminal.GetProperty("response").Member("error", JsonValueKind.Object);
        var code = error?.Text("code");
        return new(StatusOf(code ?? string.Empty), code, error?.Text("message") ?? "The model failed.");
    }

    // Codes that blame the prompt or an image in it are the client's fault.
    private static int StatusOf(string code) => code switch
    {
        "rate_limit_exceeded" => 429,
        _ when code.StartsWith("invalid_", StringComparison.Ordinal)
            || code.Contains("image", StringComparison.Ordinal)
            || code.Contains("policy", StringComparison.Ordinal) => 400,
        _ => 500,
    };
}
