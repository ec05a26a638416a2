using Microsoft.Extensions.Logging;

namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>About settings that do not do what they say.</summary>
internal static partial class Log
{
    [LoggerMessage(121, LogLevel.Warning, "The setting {Setting} is not sent: the Responses API has no such field. {Advice} This is said once.")]
    public static partial void SettingNotSent(ILogger logger, string setting, string advice);

    [LoggerMessage(124, LogLevel.Warning, "The setting {Setting} is not known and not sent. Check its spelling, or give a field of the request by extra_body. This is said once.")]
    public static partial void SettingUnknown(ILogger logger, string setting);

    [LoggerMessage(122, LogLevel.Warning, "MaxTokens {MaxTokens} is sent as {Least}, the least the service takes; set {Least} or more. This is said once.")]
    public static partial void LimitRaised(ILogger logger, int maxTokens, int least);
}
