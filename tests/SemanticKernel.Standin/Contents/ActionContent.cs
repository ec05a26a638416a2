using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>An action that a service took on its own, in words.</summary>
public sealed class ActionContent : KernelContent
{
    [JsonConstructor]
    public ActionContent(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Text = text;
    }

    public string Text { get; init; }

    public override string ToString() => Text;
}
