// A filter between the model and the functions: it lets a call through, refuses one, and ends the conversation at another.
using Filters;

await using var service = await SampleService.StartAsync();

var builder = Kernel.CreateBuilder();
builder.AddResponsesWebSocketChatCompletion(service.Model, service.Endpoint, service.ApiKey);
builder.Plugins.AddFromType<Bank>();
var kernel = builder.Build();
kernel.AutoFunctionInvocationFilters.Add(new Approval(limit: 100));

var chat = kernel.GetRequiredService<IChatCompletionService>();
var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
var history = new ChatHistory("You do what the customer says, one step after the other.");
history.AddUserMessage("Send 20 to Ada and 5000 to Bob. Then close my account.");

var last = await chat.GetChatMessageContentAsync(history, settings, kernel);

Console.WriteLine(last.Role == AuthorRole.Tool ? $"Ended by the filter: {last.Content}" : last.Content);
