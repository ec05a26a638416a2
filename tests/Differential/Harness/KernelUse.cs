namespace Differential.Harness;

/// <summary>Asking with a kernel that a scenario made by itself, in either mode.</summary>
internal static class KernelUse
{
    public static Task<ChatMessageContent?> AskAsync(this App app, Kernel kernel, ChatHistory history, bool streaming, PromptExecutionSettings? settings = null) =>
        streaming ? app.StreamAsync(history, settings, kernel: kernel) : app.AskAsync(history, settings, kernel: kernel);
}
