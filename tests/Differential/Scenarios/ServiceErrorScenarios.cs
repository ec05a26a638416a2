namespace Differential.Scenarios;

/// <summary>What an error handler can read when the service says no.</summary>
internal sealed class ServiceErrorScenarios : ScenarioList
{
    private static readonly (string Name, EmulatedError Error)[] Refusals =
    [
        ("400 with param and code", new(400, "unsupported_value", "Unsupported value: 'temperature'.") { Param = "temperature" }),
        ("400 without a code", new(400, null, "The request is not valid.")),
        ("400, the context is too long", EmulatedErrors.Find("context_length_exceeded")!),
        ("403, country not supported", new(403, "unsupported_country_region_territory", "Country not supported.") { Type = "request_forbidden" }),
        ("404, no such model", new(404, "model_not_found", "The model 'gpt-none' does not exist.") { Param = "model" }),
        ("409, conflict", new(409, "conflict", "Another change is under way.")),
        ("413, too large", new(413, "request_too_large", "The request is too large.")),
        ("422, not processable", new(422, "unprocessable", "The tool schema cannot be processed.") { Param = "tools[0]" }),
        ("429 with retry-after", EmulatedErrors.RateLimitExceeded(TimeSpan.FromSeconds(7))),
        ("429, quota used up", EmulatedErrors.Find("insufficient_quota")!),
        ("500, server error", EmulatedErrors.ServerError),
        ("502, bad gateway", new(502, null, "Bad gateway.")),
        ("503, overloaded", new(503, "server_is_overloaded", "Overloaded.") { Type = "service_unavailable_error" }),
    ];

    public ServiceErrorScenarios()
        : base("errors")
    {
        foreach (var (name, error) in Refusals)
        {
            AddBoth(name, async (app, streaming) =>
            {
                // Twice: one that is too large for a socket is tried over HTTP.
                app.Script(ModelAnswer.Error(error), ModelAnswer.Error(error));
                await app.AskAsync(Say.User("hi"), streaming);
            });
        }

        AddBoth("the next question after an error", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Error(EmulatedErrors.ServerError), Say.Text("Better now."));
            var history = Say.User("hi");
            await app.AskAsync(history, streaming);
            await app.AskAsync(history, streaming);
        });
        AddBoth("a response that fails", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Failed("server_error", "The model failed."));
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("a response that fails for an image", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Failed("invalid_image", "The image cannot be read."));
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("an error after some text", static async (app, streaming) =>
        {
            app.Script(new ModelAnswer(Say.Text("Half an answer").Outputs, new AnswerEnding.Error(EmulatedErrors.ServerError)));
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("a response that fails after some text", static async (app, streaming) =>
        {
            app.Script(new ModelAnswer(Say.Text("Half an answer").Outputs, new AnswerEnding.Failed("server_error", "The model failed.")));
            await app.AskAsync(Say.User("hi"), streaming);
        });
        AddBoth("an error after a call", static async (app, streaming) =>
        {
            app.Script(new ModelAnswer(Say.Call("c1", "P-F").Outputs, new AnswerEnding.Error(EmulatedErrors.ServerError)), Say.Text("done"));
            app.With("P", () => "ran").WatchFilters();
            await app.AskAsync(Say.User("hi"), streaming, Say.Auto);
        });
        AddBoth("the second round fails", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), ModelAnswer.Error(EmulatedErrors.RateLimitExceeded(TimeSpan.FromSeconds(1))), Say.Text("done"));
            app.With("P", () => "ran").WatchFilters();
            var history = Say.User("go");
            await app.AskAsync(history, streaming, Say.Auto);
            await app.AskAsync(history, streaming, Say.Auto);
        });
        AddBoth("an error handler that reads the envelope", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Error(new EmulatedError(400, "invalid_value", "Bad value.") { Param = "top_p" }));
            await app.TryAsync("handler", async () =>
            {
                try
                {
                    await foreach (var text in TextsAsync(app, streaming))
                    {
                        app.Note("text", text);
                    }
                }
                catch (HttpOperationException failed)
                {
                    using var body = JsonDocument.Parse(failed.ResponseContent!);
                    app.Note("code", body.RootElement.GetProperty("error").GetProperty("code").GetString());
                    app.Note("param", body.RootElement.GetProperty("error").GetProperty("param").GetString());
                    app.Note("inner", failed.InnerException?.GetType());
                }
            });
        });
        AddBoth("a prompt function whose service fails", static async (app, streaming) =>
        {
            app.Script(ModelAnswer.Error(EmulatedErrors.ServerError));
            await app.TryAsync("invoke", async () =>
            {
                if (!streaming)
                {
                    await app.Kernel.InvokePromptAsync("hi", cancellationToken: app.Limit);
                    return;
                }

                await foreach (var text in app.Kernel.InvokePromptStreamingAsync<string>("hi", cancellationToken: app.Limit))
                {
                    app.Note("text", text);
                }
            });
        });
        Add("text generation whose service fails", static async app =>
        {
            app.Script(ModelAnswer.Error(EmulatedErrors.ServerError));
            await app.TryAsync("text", () => app.Kernel.GetRequiredService<Microsoft.SemanticKernel.TextGeneration.ITextGenerationService>().GetTextContentsAsync("hi", cancellationToken: app.Limit));
        });
    }

    private static async IAsyncEnumerable<string?> TextsAsync(App app, bool streaming)
    {
        if (!streaming)
        {
            yield return (await app.Service.GetChatMessageContentAsync("hi", cancellationToken: app.Limit)).Content;
            yield break;
        }

        await foreach (var chunk in app.Service.GetStreamingChatMessageContentsAsync("hi", cancellationToken: app.Limit))
        {
            yield return chunk.Content;
        }
    }
}
