using System.Globalization;
using ResponsesWebSocket.Client;

// Makes a first turn and two later ones in Auto, and prints one row: what they got, over what, after how long.
if (args is not [var server, var upgrade, var endpoint, var key])
{
    Console.Error.WriteLine("Usage: RealServers SERVER UPGRADE ENDPOINT KEY");
    return 2;
}

var time = TimeProvider.System;
using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(75), time);
List<string> turns = [];
// The first round is for the runtime to get warm; a new client knows nothing of what it learned.
for (var round = 0; round < 2; round++)
{
    await using var client = new ResponsesWebSocketClient(new()
    {
        Endpoint = new Uri(endpoint),
        ApiKey = key,
        // The default is 30 seconds; only silence takes as long as it may, and a loaded machine needs a few.
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });
    var history = new List<ConversationItem>();
    turns = [];
    foreach (var text in new[] { "say one", "say two", "say three" })
    {
        history.Add(ConversationItem.Message("user", text));
        turns.Add(await TurnAsync(client, history));
    }
}

Console.WriteLine($"| {server} | {upgrade} | {string.Join(" | ", turns)} |");
return turns.TrueForAll(static turn => turn.Contains("over", StringComparison.Ordinal)) ? 0 : 1;

async Task<string> TurnAsync(ResponsesWebSocketClient client, List<ConversationItem> history)
{
    var started = time.GetTimestamp();
    try
    {
        var result = await client.CreateAsync(new() { Model = "gpt-6-astra", Input = [.. history] }, limit.Token);
        history.Add(ConversationItem.Message("assistant", result.Text));
        return string.Create(CultureInfo.InvariantCulture, $"`{result.Text}` over {result.Report.Transport}, {time.GetElapsedTime(started).TotalMilliseconds:F0} ms");
    }
    catch (ResponsesWebSocketException failure)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}, {time.GetElapsedTime(started).TotalMilliseconds:F0} ms");
    }
}
