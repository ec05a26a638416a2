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
