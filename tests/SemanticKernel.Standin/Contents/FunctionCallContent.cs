using System.Text.Json.Serialization;

namespace Microsoft.SemanticKernel;

/// <summary>The model's request to call a function.</summary>
public sealed class FunctionCallContent : KernelContent
{
    [JsonConstructor]
    public FunctionCallContent(string functionName, string? pluginName = null, string? id = null, KernelArguments? arguments = null)
    {
        ArgumentNullException.ThrowIfNull(functionName);
        FunctionName = functionName;
        PluginName = pluginName;
        Id = id;
        Arguments = arguments;
    }

    public string? Id { get; }

    public string? PluginName { get; }

    public string FunctionName { get; }

    public KernelArguments? Arguments { get; }

    /// <summary>What went wrong while the call was read, if anything did; thrown when the call is invoked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Exception? Exception { get; init; }

    public static IEnumerable<FunctionCallContent> GetFunctionCalls(ChatMessageContent messageContent)
    {
        ArgumentNullException.ThrowIfNull(messageContent);
        return messageContent.Items.OfType<FunctionCallContent>();
    }

    public async Task<FunctionResultContent> InvokeAsync(Kernel kernel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (Exception is not null)
        {
            throw Exception;
        }

        if (!kernel.Plugins.TryGetFunction(PluginName, FunctionName, out var function))
        {
            throw new KeyNotFoundException($"The kernel has no function '{FunctionName}' in a plugin '{PluginName}'.");
        }

        var result = await function.InvokeAsync(kernel, Arguments, cancellationToken).ConfigureAwait(false);
        return new FunctionResultContent(this, result);
    }
}
