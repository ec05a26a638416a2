using ResponsesWebSocket.Emulator;

namespace TestKit;

/// <summary>A model that says what the test wants, in order.</summary>
public static class Script
{
    public static ScriptedModel Of(params IEnumerable<ModelAnswer> answers) => answers.Aggregate(new ScriptedModel(), static (model, answer) => model.Then(answer));
}
