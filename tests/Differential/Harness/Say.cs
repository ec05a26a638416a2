namespace Differential.Harness;

/// <summary>What the scripted model says, and settings that many scenarios share.</summary>
public static class Say
{
    public static OpenAIPromptExecutionSettings Auto => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    public static OpenAIPromptExecutionSettings Manual => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) };

    public static OpenAIPromptExecutionSettings Concurrent =>
        new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowConcurrentInvocation = true }) };

    public static ModelAnswer Text(string text) => ModelAnswer.Text(text);

    /// <summary>One call with a known id.</summary>
    public static ModelAnswer Call(string id, string name, string arguments = "{}") => Calls((id, name, arguments));

    /// <summary>Parallel calls with known ids.</summary>
    public static ModelAnswer Calls(params (string Id, string Name, string Arguments)[] calls) =>
        new(calls.Select(static call => new ModelOutput.Call(call.Name, call.Arguments, call.Id)));

    public static ChatHistory User(string text) => new(text, AuthorRole.User);
}
