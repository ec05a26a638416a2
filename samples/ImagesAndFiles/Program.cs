// A picture and a document in one message. Both are part of the history, and cross the wire once.
using Connectors.ResponsesWebSocket;
using ResponsesWebSocket.Client;

await using var service = await SampleService.StartAsync();
var sent = new List<TurnReport>();
var chat = new ResponsesWebSocketChatCompletionService(
    service.Model,
    new ResponsesWebSocketOptions { Endpoint = service.Endpoint, ApiKey = service.ApiKey, TurnCompleted = sent.Add });

var history = new ChatHistory();
history.AddUserMessage(
[
    new TextContent("Does the chart show what the report says?"),
    new ImageContent(Read("chart.png"), "image/png"),
    new BinaryContent(Read("report.pdf"), "application/pdf") { Metadata = new Dictionary<string, object?> { ["filename"] = "report.pdf" } },
]);
await AskAsync();

history.AddUserMessage("In which quarter was most sold?");
await AskAsync();

async Task AskAsync()
{
    var answer = await chat.GetChatMessageContentAsync(history);
    history.Add(answer);
    Console.WriteLine($"{answer.Content} [{sent[^1].BytesSent} bytes sent]");
}

static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name));
