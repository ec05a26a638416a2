using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Outputs;

/// <summary>Sends an item of any type, known or not, with nothing between added and done.</summary>
internal sealed class RawItemOutputWriter(EventStream events, string itemId, int outputIndex, ModelOutput.RawItem item)
    : OutputWriter(events, itemId, outputIndex)
{
    protected override JsonObject Item(string status, bool whole)
    {
        var json = item.ToJson();
        json["id"] ??= ItemId;
        if (json.ContainsKey("status") && (!whole || status == "incomplete"))
        {
            json["status"] = status;
        }

        return json;
    }

    protected override Task WriteContentAsync() => Task.CompletedTask;
}
