// A web application that passes answers on to the browser while they are written, as server-sent events.
using System.Runtime.CompilerServices;
using WebApp;

await using var service = await SampleService.StartAsync();

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddResponsesWebSocketChatCompletion(service.Model, service.Endpoint, service.ApiKey);
builder.Services.AddKernel();

var app = builder.Build();
app.MapGet("/", () => Results.Content(Page.Html, "text/html"));
app.MapGet("/ask", (string question, IChatCompletionService chat, Kernel kernel, CancellationToken left) =>
    TypedResults.ServerSentEvents(AnswerAsync(question, chat, kernel, left)));
await app.RunAsync();

static async IAsyncEnumerable<string> AnswerAsync(string question, IChatCompletionService chat, Kernel kernel, [EnumeratorCancellation] CancellationToken left)
{
    var history = new ChatHistory("You answer visitors of a museum, briefly.");
    history.AddUserMessage(question);
    await foreach (var chunk in chat.GetStreamingChatMessageContentsAsync(history, kernel: kernel, cancellationToken: left))
    {
        if (!string.IsNullOrEmpty(chunk.Content))
        {
            yield return chunk.Content;
        }
    }
}
