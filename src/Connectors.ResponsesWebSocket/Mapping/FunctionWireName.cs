using System.Text.RegularExpressions;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>
/// The name a function has on the wire: <c>Plugin-Function</c>. Plugin names hold no hyphen, so the first one separates.
/// </summary>
internal static partial class FunctionWireName
{
    /// <summary>The stock connector's, which applications can set.</summary>
    private static string Separator => OpenAIFunction.NameSeparator;

    public static string Of(string? plugin, string function) =>
        string.IsNullOrEmpty(plugin) ? function : $"{plugin}{Separator}{function}";

    /// <summary>The same for a call in a history of unknown origin: what the service would refuse becomes an underscore.</summary>
    public static string Sanitized(string? plugin, string function) => Sanitized(Of(plugin, function));

    public static string Sanitized(string name) => Disallowed().Replace(name, "_");

    public static (string? Plugin, string Function) Parse(string name)
    {
        var at = name.IndexOf(Separator, StringComparison.Ordinal);
        return at < 0 ? (null, name.Trim()) : (name[..at].Trim(), name[(at + Separator.Length)..].Trim());
    }

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Disallowed();
}
