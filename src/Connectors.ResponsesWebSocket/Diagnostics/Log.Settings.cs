using Microsoft.Extensions.Logging;

namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>About settings that do not do what they say.</summary>
internal static partial class Log
{
    [LoggerMessage(121, LogLevel.Warning, "The setting {Setting} is not sent: the Responses API has no such field. {Advice} This is said once.")]
    public static partial void SettingNotSent(ILogger logger, string setting, string advice);

    [LoggerMessage(122, LogLevel.Warning, "MaxTokens {MaxTokens} is sent as {Least}, the least the service takes; set {Least} or more. This is said once.")]
    public static partial void LimitRaised(ILogger logger, int maxTokens, int least);

    [LoggerMessage(123, LogLevel.Warning, "A ResponseFormat of type {Type} with this value is not known and not sent. Use text, json_object, a type or a JSON schema. This is said once.")]
    public static partial void ResponseFormatUnknown(ILogger logger, string type);
}
