// An agent with a tool: the one line that differs from the OpenAI connector is the registration.
await using var service = await SampleService.StartAsync();

var builder = Kernel.CreateBuilder();
builder.AddResponsesWebSocketChatCompletion(service.Model, service.Endpoint, service.ApiKey);
builder.Plugins.AddFromType<QuickStart.Weather>();
var kernel = builder.Build();

var chat = kernel.GetRequiredService<IChatCompletionService>();
var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
var history = new ChatHistory("You are a travel guide. Answer in one sentence.");
history.AddUserMessage("Do I need an umbrella in Lisbon or in Oslo?");

var answer = await chat.GetChatMessageContentAsync(history, settings, kernel);

Console.WriteLine(answer.Content);
