namespace Differential.Observing;

/// <summary>All that can be read of an item of a message.</summary>
internal static class ItemDump
{
    public static void Write(Observations seen, string path, KernelContent item)
    {
        seen.Add($"{path}.type", item.GetType());
        seen.Add($"{path}.toString", item is FunctionResultContent or FunctionCallContent ? null : item.ToString());
        MessageDump.WriteContent(seen, path, item);
        switch (item)
        {
            case TextContent text:
                seen.Add($"{path}.text", text.Text);
                seen.Add($"{path}.encoding", text.Encoding.WebName);
                break;
            case FunctionCallContent call:
                seen.Add($"{path}.call", $"{call.Id}: {call.PluginName ?? "null"} / {call.FunctionName}");
                WriteArguments(seen, $"{path}.arguments", call.Arguments);
                if (call.Exception is { } unreadable)
                {
                    ExceptionDump.Write(seen, $"{path}.exception", unreadable);
                }

                break;
            case FunctionResultContent result:
                seen.Add($"{path}.resultOf", $"{result.CallId}: {result.PluginName ?? "null"} / {result.FunctionName}");
                seen.Add($"{path}.result.type", result.Result?.GetType());
                seen.Add($"{path}.result", result.Result is null or string ? result.Result : JsonText.Of(result.Result));
                break;
        }
    }

    public static void WriteArguments(Observations seen, string path, KernelArguments? arguments)
    {
        seen.Add(path, arguments is null ? null : string.Join(", ", arguments.Select(static argument => $"{argument.Key} = {argument.Value ?? "null"} ({argument.Value?.GetType().Name ?? "null"})")));
        seen.Add($"{path}.settings", arguments?.ExecutionSettings?.Count);
    }
}
