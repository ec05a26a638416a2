using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Checks the items that say nothing to the model but change how the server goes on.</summary>
internal static class ControlItems
{
    public const string AdditionalTools = "additional_tools";
    public const string ConfigurationUpdate = "configuration_update";
    public const string CompactionTrigger = "compaction_trigger";

    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

    /// <summary>Checks one item by itself; other types than these pass.</summary>
    public static void Check(JsonElement item, string type, string path)
    {
        switch (type)
        {
            case AdditionalTools:
                Refuse(item.Text("role") != "developer", () => Refusals.WrongValue($"{path}.role", "tools are added by the developer."));
                Refuse(item.Member("tools", JsonValueKind.Array) is null, () => Refusals.Missing($"{path}.tools"));
                break;
            case ConfigurationUpdate:
                CheckUpdate(item, path);
                break;
            case CompactionItem.Type:
                Refuse(item.Text("encrypted_content") is null, () => Refusals.Missing($"{path}.encrypted_content"));
                break;
        }
    }

    /// <summary>A trigger asks for the compaction of all that comes before it, so nothing can come after it.</summary>
    public static IReadOnlyList<JsonElement> CheckOrder(IReadOnlyList<JsonElement> input)
    {
        for (var i = 0; i < input.Count - 1; i++)
        {
            var path = $"input[{i}]";
            Refuse(input[i].Text("type") == CompactionTrigger, () => Refusals.WrongValue(path, $"'{CompactionTrigger}' must be the last item."));
        }

        return input;
    }

    /// <summary>Checks items against the rest of the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">Its whole context.</param>
    /// <param name="takesAdditionalTools">Whether the model takes tools as items.</param>
    public static void Check(CreateRequest request, IReadOnlyList<JsonElement> context, bool takesAdditionalTools)
    {
        Refuse(!takesAdditionalTools && Has(request.Input, AdditionalTools), () => new(
            400, "unsupported_value", $"Items of type '{AdditionalTools}' are not supported with the '{request.Model}' model.", "input"));
        Refuse(request.CompactsByItself && Has(context, ConfigurationUpdate), () =>
            Refusals.WrongValue("input", $"items of type '{ConfigurationUpdate}' exclude 'context_management'."));
    }

    private static void CheckUpdate(JsonElement item, string path)
    {
        if (item.TryGetProperty("reasoning", out var reasoning))
        {
            Refuse(!Efforts.Contains(reasoning.Text("effort")), () =>
                Refusals.WrongValue($"{path}.reasoning.effort", $"expected one of {string.Join(", ", Efforts)}."));
        }

        if (item.TryGetProperty("text", out var text))
        {
            Refuse(text.Member("format", JsonValueKind.Object)?.Text("type") is null, () => Refusals.Missing($"{path}.text.format.type"));
        }
    }

    private static bool Has(IReadOnlyList<JsonElement> items, string type) => items.Any(item => item.Text("type") == type);

    private static void Refuse(bool condition, Func<RequestError> error)
    {
        if (condition)
        {
            throw new RequestRefusedException(error());
        }
    }
}
