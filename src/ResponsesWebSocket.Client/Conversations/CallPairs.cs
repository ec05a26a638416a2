namespace ResponsesWebSocket.Client.Conversations;

/// <summary>
/// Every call needs an output and every output its call, or the service refuses the turn. A loop that a filter ended and a
/// history that a reducer cut leave gaps; they are closed in the request only, the caller's history stays as it is.
/// </summary>
internal static class CallPairs
{
    private const string NotRun = "The function was not run: the call was interrupted.";

    /// <returns>The same list when nothing is missing.</returns>
    public static IReadOnlyList<ConversationItem> Close(IReadOnlyList<ConversationItem> items)
    {
        HashSet<string>? calls = null;
        HashSet<string>? outputs = null;
        var closed = true;
        foreach (var item in items)
        {
            if (item.Kind == ItemKind.FunctionCall)
            {
                (calls ??= []).Add(item.CallId ?? "");
            }
            else if (item.Kind == ItemKind.FunctionCallOutput)
            {
                closed &= (outputs ??= []).Add(item.CallId ?? "") && calls?.Contains(item.CallId ?? "") == true;
            }
        }

        return closed && (calls?.Count ?? 0) == (outputs?.Count ?? 0) ? items : Repair(items, outputs ?? []);
    }

    private static List<ConversationItem> Repair(IReadOnlyList<ConversationItem> items, HashSet<string> outputs)
    {
        var repaired = new List<ConversationItem>(items.Count + 1);
        var open = new HashSet<string>();
        var missing = new List<string>();
        foreach (var item in items)
        {
            switch (item.Kind)
            {
                case ItemKind.FunctionCall:
                    open.Add(item.CallId ?? "");
                    if (!outputs.Contains(item.CallId ?? ""))
                    {
                        missing.Add(item.CallId ?? "");
                    }

                    break;
                // An output without a call, or a second one for the same call: nothing the service could take it for.
                case ItemKind.FunctionCallOutput when !open.Remove(item.CallId ?? ""):
                    continue;
                // Outputs that are there stay in front of those that are made up.
                case ItemKind.FunctionCallOutput:
                    break;
                default:
                    AnswerMissing();
                    break;
            }

            repaired.Add(item);
        }

        AnswerMissing();
        return repaired;

        void AnswerMissing()
        {
            repaired.AddRange(missing.Where(static id => id.Length > 0).Select(static id => ConversationItem.FunctionCallOutput(id, NotRun)));
            missing.Clear();
        }
    }
}
