// Four agents that work at once, each with a history of its own. They share one service, and that shares one socket.
using System.Collections.Concurrent;
using Connectors.ResponsesWebSocket;
using ResponsesWebSocket.Client;

await using var service = await SampleService.StartAsync();
var turns = new ConcurrentQueue<TurnReport>();
var chat = new ResponsesWebSocketChatCompletionService(
    service.Model,
    new ResponsesWebSocketOptions { Endpoint = service.Endpoint, ApiKey = service.ApiKey, TurnCompleted = turns.Enqueue });

string[] roles = ["historian", "engineer", "geologist", "poet"];
var answers = await Task.WhenAll(roles.Select(AskAsync));

foreach (var (role, answer) in roles.Zip(answers))
{
    Console.WriteLine($"{role}: {answer}");
}

var sockets = turns.Select(static turn => turn.Session).Distinct().Count();
Console.WriteLine($"{roles.Length} agents, {turns.Count} turns, {sockets} socket(s), {turns.Select(static turn => turn.Lane).Distinct().Count()} lanes");

async Task<string?> AskAsync(string role)
{
    var history = new ChatHistory($"You are a {role}. Answer in one sentence.");
    history.AddUserMessage($"What does a {role} see in a bridge?");
    history.Add(await chat.GetChatMessageContentAsync(history));

    history.AddUserMessage($"Say it shorter, {role}.");
    return (await chat.GetChatMessageContentAsync(history)).Content;
}
