using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Protocol;

/// <summary>Every call in a context needs its output, and every output its call: exactly one each.</summary>
internal static class CallBalance
{
    // How the service's messages name the two kinds.
    private static readonly (string Call, string Output, string Name)[] Kinds =
    [
        ("function_call", "function_call_output", "function call"),
        ("custom_tool_call", "custom_tool_call_output", "custom tool call"),
    ];

    public static void Check(IReadOnlyList<JsonElement> context)
    {
        foreach (var (callType, outputType, name) in Kinds)
        {
            var calls = new List<string>();
            var open = new Dictionary<string, int>(StringComparer.Ordinal);
            var outputs = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in context)
            {
                var type = item.Text("type");
                if (type == callType && item.Text("call_id") is { } made)
                {
                    open[made] = open.GetValueOrDefault(made) + 1;
                    // The model goes on without the result of an asynchronous tool.
                    if (!item.IsTrue("async"))
                    {
                        calls.Add(made);
                    }
                }
                else if (type == outputType && item.Text("call_id") is { } callId)
                {
                    outputs.Add(callId);
                    if (!open.TryGetValue(callId, out var left))
                    {
                        throw new RequestRefusedException(Refusals.NoCallFor(name, callId));
                    }

                    if (left == 0)
                    {
                        // An inference: nobody has written down what the service says to a second output, but it pairs calls with outputs.
                        throw new RequestRefusedException(Refusals.SecondOutputFor(name, callId));
                    }

                    open[callId] = left - 1;
                }
            }

            if (calls.Find(callId => !outputs.Contains(callId)) is { } unanswered)
            {
                throw new RequestRefusedException(Refusals.NoOutputFor(name, unanswered));
            }
        }
    }
}
