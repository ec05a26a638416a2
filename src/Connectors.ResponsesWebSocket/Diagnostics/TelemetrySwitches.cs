namespace Connectors.ResponsesWebSocket.Diagnostics;

/// <summary>Semantic Kernel's switches for spans and for text in them, read when a service is made.</summary>
/// <param name="Spans">Whether spans are made.</param>
/// <param name="Text">Whether they carry text of the conversation.</param>
internal sealed record TelemetrySwitches(bool Spans, bool Text)
{
    private const string Switch = "Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnostics";
    private const string Variable = "SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS";

    public static TelemetrySwitches Read()
    {
        var text = IsOn(Switch + "Sensitive", Variable + "_SENSITIVE");
        return new(text || IsOn(Switch, Variable), text);
    }

    /// <summary>What the application set in code wins over the environment.</summary>
    private static bool IsOn(string name, string variable) => AppContext.TryGetSwitch(name, out var on)
        ? on
        : Environment.GetEnvironmentVariable(variable) is { } value && (value == "1" || (bool.TryParse(value, out var set) && set));
}
