using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Turns a create frame into a request, or refuses it as the service would.</summary>
internal static class RequestValidator
{
    private static readonly string[] ToolChoices = ["none", "auto", "required"];

    /// <param name="frame">The frame.</param>
    /// <param name="findItem">Finds an item that the server stored, by its id.</param>
    /// <param name="behavior">How open questions are answered.</param>
    /// <param name="transport">The way on which the frame came.</param>
    /// <exception cref="RequestRefusedException">The service would refuse the frame.</exception>
    public static CreateRequest Read(JsonElement frame, Func<string, JsonElement?> findItem, EmulatorBehavior behavior, string transport)
    {
        RequestFields.Check(frame);
        Refuse(frame.IsTrue("background") && behavior.RefusesBackground, static () => Refusals.Background);
        Refuse(frame.IsFalse("stream") && behavior.RefusesStreamFalse && transport == Transports.WebSocket, static () => Refusals.UnsupportedParameter("stream"));
        Refuse(!IsGiven(frame, "model"), static () => Refusals.Missing("model"));
        Refuse(IsGiven(frame, "conversation") && IsGiven(frame, "previous_response_id"), static () =>
            Refusals.WrongValue("conversation", "it excludes 'previous_response_id'."));
        RefuseForeignObjects(frame, "conversation");
        RefuseForeignObjects(frame, "prompt");
        Refuse(!IsGiven(frame, "input") && !IsGiven(frame, "previous_response_id"), static () => Refusals.Missing("input"));
        CheckTools(frame);
        ContextManagement.Check(frame);
        return new(frame, ControlItems.CheckOrder(ReadInput(frame, findItem)));
    }

    private static IReadOnlyList<JsonElement> ReadInput(JsonElement frame, Func<string, JsonElement?> findItem)
    {
        if (!frame.TryGetProperty("input", out var input) || input.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (input.ValueKind == JsonValueKind.String)
        {
            return [UserText.ToMessage(input.GetString() ?? string.Empty)];
        }

        var remembers = !frame.IsFalse("store");
        return [.. input.EnumerateArray().Select((item, index) => InputItems.Check(item, index, remembers, findItem))];
    }

    private static void CheckTools(JsonElement frame)
    {
        var tools = frame.Member("tools", JsonValueKind.Array) is { } array ? array.EnumerateArray().ToArray() : [];
        for (var i = 0; i < tools.Length; i++)
        {
            var path = $"tools[{i}]";
            Refuse(tools[i].Text("type") is null, () => Refusals.Missing($"{path}.type"));
            Refuse(tools[i].Text("type") == "function" && string.IsNullOrEmpty(tools[i].Text("name")), () => Refusals.Missing($"{path}.name"));
        }

        if (frame.Text("tool_choice") is { } word)
        {
            Refuse(!ToolChoices.Contains(word), () => Refusals.WrongValue("tool_choice", $"'{word}' is none of none, auto, required."));
        }
        else if (frame.Member("tool_choice", JsonValueKind.Object) is { } choice)
        {
            Refuse(choice.Text("type") is null, static () => Refusals.Missing("tool_choice.type"));
            var name = choice.Text("name");
            // A function may also have come as an additional_tools item, which only the context knows.
            Refuse(choice.Text("type") == "function" && tools.Length > 0 && !tools.Any(tool => tool.Text("name") == name), () =>
                Refusals.WrongValue("tool_choice", $"function '{name}' is not among the tools."));
        }
    }

    private static void RefuseForeignObjects(JsonElement frame, string name) => Refuse(IsGiven(frame, name), () =>
        Refusals.WrongValue(name, "the emulator holds no such object."));

    private static bool IsGiven(JsonElement frame, string name) =>
        frame.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static void Refuse(bool condition, Func<RequestError> error)
    {
        if (condition)
        {
            throw new RequestRefusedException(error());
        }
    }
}
