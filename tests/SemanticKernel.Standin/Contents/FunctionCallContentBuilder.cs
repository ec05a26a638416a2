using System.Text;
using System.Text.Json;

namespace Microsoft.SemanticKernel;

/// <summary>Puts streamed pieces of function calls together.</summary>
public sealed class FunctionCallContentBuilder
{
    // Wire names are "Plugin-Function", whatever separator a connector is configured to use.
    private const char NameSeparator = '-';

    private readonly JsonSerializerOptions? _jsonSerializerOptions;
    private readonly Dictionary<(int RequestIndex, int FunctionCallIndex), Call> _calls = [];
    private readonly List<Call> _identified = [];

    public FunctionCallContentBuilder()
    {
    }

    public FunctionCallContentBuilder(JsonSerializerOptions jsonSerializerOptions) => _jsonSerializerOptions = jsonSerializerOptions;

    public void Append(StreamingChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        foreach (var update in content.Items.OfType<StreamingFunctionCallUpdateContent>())
        {
            Append(update);
        }
    }

    public IReadOnlyList<FunctionCallContent> Build() => [.. _identified.Select(Build)];

    private void Append(StreamingFunctionCallUpdateContent update)
    {
        var key = (update.RequestIndex, update.FunctionCallIndex);
        if (!_calls.TryGetValue(key, out var call))
        {
            _calls.Add(key, call = new Call());
        }

        if (!string.IsNullOrEmpty(update.CallId))
        {
            if (call.Id is null)
            {
                _identified.Add(call);
            }

            call.Id = update.CallId;
        }

        if (!string.IsNullOrEmpty(update.Name))
        {
            call.Name = update.Name;
        }

        call.Arguments.Append(update.Arguments);
    }

    private FunctionCallContent Build(Call call)
    {
        var separator = call.Name.IndexOf(NameSeparator);
        var pluginName = separator < 0 ? null : call.Name[..separator].Trim();
        var functionName = separator < 0 ? call.Name : call.Name[(separator + 1)..].Trim();
        var (arguments, exception) = ReadArguments(call.Arguments.ToString());
        return new FunctionCallContent(functionName, pluginName, call.Id, arguments) { Exception = exception };
    }

    private (KernelArguments? Arguments, Exception? Exception) ReadArguments(string text)
    {
        if (text.Length == 0)
        {
            return (null, null);
        }

        try
        {
            var arguments = JsonSerializer.Deserialize<KernelArguments>(text, _jsonSerializerOptions);
            foreach (var (name, value) in arguments?.ToArray() ?? [])
            {
                arguments![name] = value?.ToString();
            }

            return (arguments, null);
        }
        catch (JsonException exception)
        {
            return (null, new KernelException("Error: Function call arguments were invalid JSON.", exception));
        }
    }

    private sealed class Call
    {
        public string? Id { get; set; }

        public string Name { get; set; } = string.Empty;

        public StringBuilder Arguments { get; } = new();
    }
}
