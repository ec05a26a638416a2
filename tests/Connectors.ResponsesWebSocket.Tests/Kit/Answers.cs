namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>What the scripted model says.</summary>
internal static class Answers
{
    public static ScriptedModel Script(params ModelAnswer[] answers) => TestKit.Script.Of(answers);

    public static ModelAnswer Text(string text) => ModelAnswer.Text(text);

    /// <summary>One call with a known id.</summary>
    public static ModelAnswer Call(string id, string name, string arguments = "{}") => Calls((id, name, arguments));

    /// <summary>A call as it stands in the metadata of a message.</summary>
    public static ChatToolCall Raw(string id, string name, string arguments) => ChatToolCall.CreateFunctionToolCall(id, name, BinaryData.FromString(arguments));

    /// <summary>Parallel calls with known ids.</summary>
    public static ModelAnswer Calls(params (string Id, string Name, string Arguments)[] calls) =>
        new(calls.Select(static call => new ModelOutput.Call(call.Name, call.Arguments, call.Id)));
}
