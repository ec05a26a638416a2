// The answer as it is written, with a tool called on the way.
using Connectors.ResponsesWebSocket;
using OpenAI.Chat;

await using var service = await SampleService.StartAsync();
var chat = new ResponsesWebSocketChatCompletionService(service.Model, service.Endpoint, service.ApiKey);

var kernel = new Kernel();
kernel.ImportPluginFromFunctions("Tide", [KernelFunctionFactory.CreateFromMethod(() => "high at 14:20", "get_time", "Tells when the tide is high.")]);

var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
var history = new ChatHistory();
history.AddUserMessage("Write two lines about the tide today.");

await foreach (var chunk in chat.GetStreamingChatMessageContentsAsync(history, settings, kernel))
{
    foreach (var call in chunk.Items.OfType<StreamingFunctionCallUpdateContent>().Where(static call => call.Name is not null))
    {
        Console.Write($"[calls {call.Name}]");
    }

    Console.Write(chunk.Content);
    if (chunk.Metadata?["Usage"] is ChatTokenUsage usage)
    {
        Console.WriteLine($"\n[{usage.OutputTokenCount} tokens written]");
    }
}
