using ResponsesWebSocket.Emulator.Models;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator;

/// <summary>Plays an agent that explores a workspace through the function tools it is offered and writes a report on what it read.</summary>
/// <remarks>
/// <para>Tools are found by the endings of their names: <c>list_files(path?, pattern?)</c>, <c>read_file(path)</c>, <c>search_text(text)</c> and
/// <c>write_report(title, content)</c>. When one of them is not offered, the answer says which.</para>
/// <para>The model is deterministic and keeps no state: the next step follows from the calls and results in the reconstructed context alone, so
/// a lost item shows as a repeated or missing step. It lists the files once, then reads and searches in 12 turns with one to four calls each,
/// writes one report that quotes lines of the results it saw, and closes with a text. A client that forbids parallel calls gets
/// one call per turn.</para>
/// </remarks>
public sealed class ScriptedAgentModel : IEmulatedModel
{
    /// <inheritdoc/>
    public ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(Answer(request));
    }

    private static ModelAnswer Answer(ModelRequest request)
    {
        var tools = WorkspaceTools.Find(request.Tools, out var missing);
        if (tools is null)
        {
            return ModelAnswer.Text($"I explore a workspace and need function tools whose names end in: {string.Join(", ", missing)}.");
        }

        var seen = AgentScript.Read(CompactionItem.Expand(request.Context));
        if (seen.ReportTitle is { } title)
        {
            return ModelAnswer.Text($"The report \"{title}\" is written. It rests on {seen.Steps.Count} calls and quotes what they returned.");
        }

        var size = AgentScriptPlan.NextBatch(seen.Steps.Count);
        if (size == 0)
        {
            return ModelAnswer.Calls((tools.Write, WorkspaceReport.Arguments(seen)));
        }

        return ModelAnswer.Calls(AgentScriptPlan.Next(seen, tools, request.Request.IsFalse("parallel_tool_calls") ? 1 : size));
    }
}
