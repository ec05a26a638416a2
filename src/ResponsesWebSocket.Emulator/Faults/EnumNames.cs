using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Faults;

/// <summary>How the values of enumerations are written in a plan.</summary>
internal static class EnumNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
