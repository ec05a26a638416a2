using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Models;

/// <summary>The names under which the workspace functions were offered.</summary>
internal sealed record WorkspaceTools(string List, string Read, string Search, string Write)
{
    public const string ListSuffix = "list_files";
    public const string ReadSuffix = "read_file";
    public const string SearchSuffix = "search_text";
    public const string WriteSuffix = "write_report";

    /// <summary>Finds the four tools; null when one is missing.</summary>
    public static WorkspaceTools? Find(IReadOnlyList<JsonElement> tools, out IReadOnlyList<string> missing)
    {
        var names = tools.Where(static tool => tool.Text("type") == "function").Select(static tool => tool.Text("name")).OfType<string>().ToList();
        var found = new[] { ListSuffix, ReadSuffix, SearchSuffix, WriteSuffix }
            .Select(suffix => (Suffix: suffix, Name: names.Find(name => name.EndsWith(suffix, StringComparison.Ordinal))))
            .ToList();
        missing = [.. found.Where(static tool => tool.Name is null).Select(static tool => tool.Suffix)];
        return found is [{ Name: { } list }, { Name: { } read }, { Name: { } search }, { Name: { } write }]
            ? new(list, read, search, write)
            : null;
    }
}
