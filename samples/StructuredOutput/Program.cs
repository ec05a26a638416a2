// An answer of a type: its schema goes out with the request, and what comes back is read as the type.
using System.Text.Json;
using Connectors.ResponsesWebSocket;
using StructuredOutput;

await using var service = await SampleService.StartAsync();
var chat = new ResponsesWebSocketChatCompletionService(service.Model, service.Endpoint, service.ApiKey);

var settings = new ResponsesWebSocketPromptExecutionSettings { ResponseFormat = typeof(Recipe) };
var history = new ChatHistory();
history.AddUserMessage("A recipe for pancakes, please.");

var answer = await chat.GetChatMessageContentAsync(history, settings);
var recipe = JsonSerializer.Deserialize<Recipe>(answer.Content!)!;

Console.WriteLine($"{recipe.Name}, {recipe.Difficulty}, {recipe.Minutes} minutes");
foreach (var ingredient in recipe.Ingredients)
{
    Console.WriteLine($"- {ingredient.Amount} {ingredient.Name}");
}
