// Several continuations of one conversation at once, of which the best is kept. What they share crosses the wire once.
using System.Collections.Concurrent;
using Connectors.ResponsesWebSocket;
using ResponsesWebSocket.Client;

await using var service = await SampleService.StartAsync();
var turns = new ConcurrentQueue<TurnReport>();
var chat = new ResponsesWebSocketChatCompletionService(
    service.Model,
    new ResponsesWebSocketOptions { Endpoint = service.Endpoint, ApiKey = service.ApiKey, TurnCompleted = turns.Enqueue });

var history = new ChatHistory("You name things. A name is short, easy to say, and not taken.");
history.AddUserMessage("I have built a lamp that follows the sun. What matters about it?");
history.Add(await chat.GetChatMessageContentAsync(history));

// All branches go on from what the service holds, each on a lane of its own.
string[] styles = ["plain", "poetic", "funny"];
var branches = await Task.WhenAll(styles.Select(async style =>
{
    var branch = new ChatHistory(history);
    branch.AddUserMessage($"One {style} name for it, please. Only the name.");
    branch.Add(await chat.GetChatMessageContentAsync(branch));
    return branch;
}));

var names = string.Join(", ", branches.Select(static branch => branch[^1]));

// The shortest name wins, and its branch is the conversation from here on.
history = branches.MinBy(static branch => branch[^1].Content!.Length)!;
history.AddUserMessage("A slogan for it, please.");
var slogan = await chat.GetChatMessageContentAsync(history);

Console.WriteLine($"{names}: {slogan.Content}");
foreach (var turn in turns)
{
    Console.WriteLine($"{turn.Plan}: {turn.BytesSent} of {turn.BytesIfSentInFull} bytes");
}
