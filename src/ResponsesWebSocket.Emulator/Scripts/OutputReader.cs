using System.Text.Json;
using ResponsesWebSocket.Emulator.Faults;

namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>Reads one output of a script. Types are named as the items are on the wire.</summary>
internal static class OutputReader
{
    public static ModelOutput Read(PlanObject members)
    {
        var type = members.NeedText("type");
        var output = type switch
        {
            "message" => ReadMessage(members),
            "refusal" => new ModelOutput.Refusal(members.Streamed()),
            "reasoning" => new ModelOutput.Reasoning(members.Texts("summary") ?? [], members.Text("encrypted_content"))
            {
                RawText = members.Texts("raw_text"),
            },
            "function_call" => new ModelOutput.Call(members.NeedText("name"), members.JsonOr("arguments", "{}"), members.Text("call_id")),
            "custom_tool_call" => new ModelOutput.CustomCall(members.NeedText("name"), members.NeedText("input"), members.Text("call_id")),
            "raw_item" => new ModelOutput.RawItem(members.WireObject("item")),
            "raw_event" => new ModelOutput.RawEvent(members.WireObject("event"), members.Switch("enveloped") ?? true),
            _ => HostedOutputReader.Read(type, members) ?? throw members.Mistake(
                $"there is no output of type '{type}'; known are message, refusal, reasoning, function_call, custom_tool_call, {HostedOutputReader.Names}, "
                + "raw_item (any item as it goes over the wire), raw_event."),
        };
        members.End();
        return output;
    }

    private static ModelOutput.Message ReadMessage(PlanObject members)
    {
        var phase = members.Text("phase");
        if (members.Objects("parts", "a part") is not { } parts)
        {
            return new([ReadText(members)], phase);
        }

        return members.Take("text") is not null || members.Take("deltas") is not null || members.Take("annotations") is not null
            ? throw members.Mistake("'parts' takes the place of 'text', 'deltas' and 'annotations'.")
            : new([.. parts.Select(ReadPart)], phase);
    }

    private static ModelPart ReadPart(PlanObject members)
    {
        ModelPart part = members.NeedText("type") switch
        {
            "output_text" => ReadText(members),
            "refusal" => new ModelPart.Refusal(members.Streamed()),
            var other => throw members.Mistake($"there is no part of type '{other}'; known are output_text, refusal."),
        };
        members.End();
        return part;
    }

    private static ModelPart.Text ReadText(PlanObject members) => new(members.Streamed())
    {
        Annotations = [.. (members.Objects("annotations", "an annotation") ?? []).Select(ReadAnnotation)],
    };

    private static ModelAnnotation ReadAnnotation(PlanObject members)
    {
        ModelAnnotation annotation = members.NeedText("type") switch
        {
            "url_citation" => new ModelAnnotation.UrlCitation(
                members.NeedText("url"), members.NeedText("title"), members.NeedNumber("start_index"), members.NeedNumber("end_index")),
            "file_citation" => new ModelAnnotation.FileCitation(members.NeedText("file_id"), members.NeedText("filename"), members.NeedNumber("index")),
            "container_file_citation" => new ModelAnnotation.ContainerFileCitation(
                members.NeedText("container_id"),
                members.NeedText("file_id"),
                members.NeedText("filename"),
                members.NeedNumber("start_index"),
                members.NeedNumber("end_index")),
            "file_path" => new ModelAnnotation.FilePath(members.NeedText("file_id"), members.NeedNumber("index")),
            var other => throw members.Mistake(
                $"there is no annotation of type '{other}'; known are url_citation, file_citation, container_file_citation, file_path."),
        };
        members.End();
        return annotation;
    }
}

/// <summary>Reads what the service's own tools do.</summary>
internal static class HostedOutputReader
{
    public const string Names = "web_search_call, web_page_call, file_search_call, code_interpreter_call, image_generation_call, mcp_list_tools, "
        + "mcp_call, mcp_approval_request, shell_call, shell_call_output";

    /// <summary>Null when the type is none of these.</summary>
    public static ModelOutput? Read(string type, PlanObject members) => type switch
    {
        "web_search_call" => new ModelOutput.WebSearchCall(members.NeedText("query")) { Sources = members.Texts("sources") ?? [] },
        "web_page_call" => new ModelOutput.WebPageCall(members.NeedText("url"), members.Text("pattern")),
        "file_search_call" => new ModelOutput.FileSearchCall(members.NeedTexts("queries"))
        {
            Results = [.. (members.Objects("results", "a result") ?? []).Select(ReadHit)],
        },
        "code_interpreter_call" => new ModelOutput.CodeInterpreterCall(members.NeedText("code"), members.Text("container_id") ?? "cntr_1")
        {
            Logs = members.Texts("logs") ?? [],
        },
        "image_generation_call" => new ModelOutput.ImageGenerationCall(members.NeedText("result"), members.Text("revised_prompt"))
        {
            PartialImages = members.Texts("partial_images") ?? [],
        },
        "mcp_list_tools" => new ModelOutput.McpListTools(
            members.NeedText("server_label"), [.. (members.Objects("tools", "a tool") ?? []).Select(ReadTool)], members.Text("error")),
        "mcp_call" => ReadMcpCall(members),
        "mcp_approval_request" => new ModelOutput.McpApprovalRequest(
            members.NeedText("server_label"), members.NeedText("name"), members.JsonOr("arguments", "{}")),
        "shell_call" => new ModelOutput.ShellCall(members.NeedTexts("commands"), members.Text("container_id"), members.Text("call_id")),
        "shell_call_output" => new ModelOutput.ShellCallOutput(
            members.NeedText("call_id"), [.. (members.Objects("results", "a result") ?? []).Select(ReadRun)]),
        _ => null,
    };

    private static ModelOutput.McpCall ReadMcpCall(PlanObject members)
    {
        var (output, error) = (members.Text("output"), members.Text("error"));
        return output is null == error is null
            ? throw members.Mistake("either 'output' or 'error' is needed here.")
            : new(
                members.NeedText("server_label"),
                members.NeedText("name"),
                members.JsonOr("arguments", "{}"),
                output,
                error,
                members.Text("approval_request_id"));
    }

    private static ModelFileHit ReadHit(PlanObject members)
    {
        var hit = new ModelFileHit(
            members.NeedText("file_id"), members.NeedText("filename"), members.Fraction("score") ?? 1, members.NeedText("text"));
        members.End();
        return hit;
    }

    private static ModelMcpTool ReadTool(PlanObject members)
    {
        var tool = new ModelMcpTool(members.NeedText("name"), members.Text("description"), members.JsonOr("input_schema", """{"type":"object"}"""));
        members.End();
        return tool;
    }

    private static ModelShellResult ReadRun(PlanObject members)
    {
        // Null is a command that ran out of time.
        var isTimeout = members.Take("exit_code") is { Value.ValueKind: JsonValueKind.Null };
        var run = new ModelShellResult(
            members.NeedText("stdout"), members.Text("stderr") ?? string.Empty, isTimeout ? null : members.Number("exit_code") ?? 0);
        members.End();
        return run;
    }
}
