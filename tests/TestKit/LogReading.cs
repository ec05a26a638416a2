using Microsoft.Extensions.Logging.Testing;

namespace TestKit;

/// <summary>Short ways into a log record.</summary>
public static class LogReading
{
    /// <summary>All that a log would show of it.</summary>
    public static string Text(this FakeLogRecord record) => $"{record.Message} {record.Exception}";
}
