// Saying something to the model while it works. Between two rounds of tools this works everywhere. In the middle of an answer it
// takes a model and an endpoint that can be steered; Azure and HTTP cannot. Whatever happens, the outcome says it.
using Connectors.ResponsesWebSocket;

await using var service = await SampleService.StartAsync();
var chat = new ResponsesWebSocketChatCompletionService(service.Model, service.Endpoint, service.ApiKey);

var steering = new ResponsesWebSocketSteering();
Task<SteeringOutcome>? said = null;

var kernel = new Kernel();
kernel.ImportPluginFromFunctions("Stock",
[
    KernelFunctionFactory.CreateFromMethod(
        (string shelf) =>
        {
            // The user speaks while a tool runs. In an application this comes from its user interface.
            said ??= steering.SteerAsync("Leave out the vegetables.");
            return shelf == "fruit" ? "12 apples" : "7 carrots";
        },
        "count",
        "Counts what lies on a shelf."),
]);

var settings = new ResponsesWebSocketPromptExecutionSettings
{
    FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
    Steering = steering,
};
var history = new ChatHistory();
history.AddUserMessage("What lies on the shelves 'fruit' and 'vegetables'?");

var answer = await chat.GetChatMessageContentAsync(history, settings, kernel);

Console.WriteLine(answer.Content);
Console.WriteLine(said is null ? "The model called no tool." : await said switch
{
    SteeringOutcome.InHistory => $"The model was told; the history holds it as message {history.ToList().FindLastIndex(static message => message.Role == AuthorRole.User) + 1} of {history.Count}.",
    _ => "The model had already answered. Add the message to the history and ask again.",
});
