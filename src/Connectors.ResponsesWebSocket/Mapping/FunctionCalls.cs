using System.Text.Json;
using Microsoft.SemanticKernel;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>From a call of the model to the content that applications and filters see.</summary>
internal static class FunctionCalls
{
    public static FunctionCallContent Of(ConversationItem call, bool retainArgumentTypes)
    {
        var (plugin, function) = FunctionWireName.Parse(call.Name ?? "");
        var (arguments, exception) = Arguments(call.Arguments ?? "", retainArgumentTypes);
        return new FunctionCallContent(function, plugin, call.CallId, arguments) { InnerContent = (object?)StockToolCalls.Of(call) ?? call, Exception = exception };
    }

    /// <summary>Values become text unless the caller wants their JSON types.</summary>
    private static (KernelArguments? Arguments, Exception? Exception) Arguments(string json, bool retainTypes)
    {
        try
        {
            var arguments = JsonSerializer.Deserialize<KernelArguments>(json);
            if (arguments is not null && !retainTypes)
            {
                foreach (var name in arguments.Names.ToList())
                {
                    arguments[name] = arguments[name]?.ToString();
                }
            }

            return (arguments, null);
        }
        catch (JsonException cause)
        {
            return (null, Invalid(new JsonException(cause.Message, cause.Path, cause.LineNumber, cause.BytePositionInLine)));
        }
        catch (InvalidOperationException cause)
        {
            // A string that spells half a surrogate pair.
            return (null, Invalid(new InvalidOperationException(cause.Message)));
        }
    }

    /// <summary>
    /// Around a cause that was never thrown: exceptions that were know the method that threw them, which has no form in JSON,
    /// and the whole history could not be written.
    /// </summary>
    private static KernelException Invalid(Exception cause) => new("Error: Function call arguments were invalid JSON.", cause);
}
