using System.Text.Json;
using System.Text.RegularExpressions;
using Connectors.ResponsesWebSocket.Mapping;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Connectors.ResponsesWebSocket.FunctionCalling;

/// <summary>
/// What the predecessor of <see cref="FunctionChoiceBehavior"/> asks for. Its kinds are not public: two are known by their only
/// instances, the others by their public text, which names their functions; these are looked up in the kernel.
/// </summary>
internal static partial class ToolCallBehaviorReader
{
    public static FunctionOffer Read(ToolCallBehavior behavior, Kernel? kernel, int requestIndex)
    {
        if (ReferenceEquals(behavior, ToolCallBehavior.EnableKernelFunctions) || ReferenceEquals(behavior, ToolCallBehavior.AutoInvokeKernelFunctions))
        {
            var all = kernel?.Plugins.SelectMany(static plugin => plugin).ToList() ?? [];
            return Offer("auto", all, ReferenceEquals(behavior, ToolCallBehavior.AutoInvokeKernelFunctions)) with { AllowsOthers = all.Count > 0 };
        }

        var text = Named().Match(behavior.ToString() ?? "");
        if (!text.Success)
        {
            throw new NotSupportedException($"A ToolCallBehavior of type '{behavior.GetType()}' is not known. Set FunctionChoiceBehavior instead.");
        }

        var kind = text.Groups["kind"].Value;
        var autoInvoke = bool.Parse(text.Groups["auto"].Value);
        var names = text.Groups["names"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        if (autoInvoke && kernel is null)
        {
            throw new KernelException($"Auto-invocation with {kind} is not supported when no kernel is provided.");
        }

        var functions = names.Select(name => Find(kind, name, kernel)).ToList();
        if (kind == "EnabledFunctions")
        {
            return Offer("auto", functions, autoInvoke);
        }

        // A required function is offered once: asked for again and again, the model could never answer.
        return requestIndex > 0
            ? Offer("none", [], autoInvoke)
            : new(JsonSerializer.SerializeToElement(new { type = "function", name = names[0] }), functions, autoInvoke, new());
    }

    private static FunctionOffer Offer(string choice, IReadOnlyList<KernelFunction> functions, bool autoInvoke) =>
        new(JsonSerializer.SerializeToElement(choice), functions, autoInvoke, new());

    private static KernelFunction Find(string kind, string name, Kernel? kernel)
    {
        var (plugin, function) = FunctionWireName.Parse(name);
        return kernel?.Plugins.TryGetFunction(plugin, function, out var found) == true
            ? found
            : throw new KernelException($"The specified {kind} function {name} is not available in the kernel.");
    }

    [GeneratedRegex(@"^(?<kind>EnabledFunctions|RequiredFunction)\(autoInvoke:(?<auto>True|False)\): (?<names>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
