namespace Differential.Scenarios;

/// <summary>Callers that give up.</summary>
internal sealed class CancellationScenarios : ScenarioList
{
    public CancellationScenarios()
        : base("cancellation")
    {
        AddMoments();
        AddInCalls();
        AddStreams();
    }

    private void AddMoments()
    {
        AddBoth("before the call", static async (app, streaming) =>
        {
            app.Script(Say.Text("never"));
            await app.AskAsync(Say.User("hi"), streaming, cancellationToken: new(canceled: true));
        });
        AddBoth("while the model thinks, then the next question", static async (app, streaming) =>
        {
            app.Script(Say.Text("never"), Say.Text("Here I am."));
            using var caller = new CancellationTokenSource();
            var gate = app.HoldModel();
            var asked = app.AskAsync(Say.User("hi"), streaming, cancellationToken: caller.Token);
            await gate.Reached;
            await caller.CancelAsync();
            await asked;
            gate.Release();
            await app.AskAsync(Say.User("there?"), streaming);
        });
        AddBoth("while the model thinks in the second round", static async (app, streaming) =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("never"));
            using var caller = new CancellationTokenSource();
            ModelGate? gate = null;
            app.With("P", () =>
            {
                gate = app.HoldModel();
                _ = gate.Reached.ContinueWith(_ => caller.Cancel(), TaskScheduler.Default);
                return "fine";
            });
            await app.AskAsync(Say.User("go"), streaming, Say.Auto, caller.Token);
        });
        Add("in a prompt of the kernel", static async app =>
        {
            app.Script(Say.Text("never"));
            await app.TryAsync("prompt", () => app.Kernel.InvokePromptAsync("hi", cancellationToken: new(canceled: true)));
            await app.TryAsync("streamed prompt", async () =>
            {
                await foreach (var chunk in app.Kernel.InvokePromptStreamingAsync("hi", cancellationToken: new(canceled: true)))
                {
                    app.Note("chunk", chunk.ToString());
                }
            });
        });
    }

    /// <summary>A call whose function or filter has the caller's token source at hand, then the same history again.</summary>
    private void AddInCall(string name, Func<CancellationTokenSource, CancellationToken, Task<string>> function, Func<CancellationTokenSource, AutoFunctionInvocationContext, Func<AutoFunctionInvocationContext, Task>, Task>? filter = null, bool concurrent = false) =>
        AddBoth(name, async (app, streaming) =>
        {
            app.Script(Say.Calls(("c1", "P-F", "{}"), ("c2", "Q-F", "{}")), Say.Text("done"), Say.Text("done again"));
            using var caller = new CancellationTokenSource();
            app.With("P", async (CancellationToken cancellationToken) =>
            {
                app.Note("isCallersToken", cancellationToken == caller.Token);
                return await function(caller, cancellationToken);
            });
            app.With("Q", () =>
            {
                app.Note("ran", "Q");
                return "second";
            });
            if (filter is not null)
            {
                app.With(new InlineFilter((context, next) => filter(caller, context, next)));
            }

            var history = Say.User("go");
            var settings = concurrent ? Say.Concurrent : Say.Auto;
            await app.AskAsync(history, streaming, settings, caller.Token);
            await app.AskAsync(history, streaming, settings);
        });

    private void AddInCalls()
    {
        AddInCall("a function that cancels and returns", static async (caller, _) =>
        {
            await caller.CancelAsync();
            return "returned";
        });
        AddInCall("a function that cancels and throws", static async (caller, cancellationToken) =>
        {
            await caller.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return "never";
        });
        AddInCall("a function that waits for the caller to cancel", static async (caller, cancellationToken) =>
        {
            var forEver = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            await caller.CancelAsync();
            await forEver;
            return "never";
        });
        AddInCall("a function that gives up by itself", static (_, _) => throw new TaskCanceledException("I give up."));
        // At once: where it goes on elsewhere, the second function starts before or after.
        AddInCall("concurrent functions, one cancels", static (caller, _) =>
        {
            caller.Cancel();
            return Task.FromResult("returned");
        }, concurrent: true);
        AddInCall(
            "a filter that cancels before the function",
            static (_, _) => Task.FromResult("ran"),
            static async (caller, context, next) =>
            {
                await caller.CancelAsync();
                await next(context);
            });
        AddInCall(
            "a filter that cancels after the function",
            static (_, _) => Task.FromResult("ran"),
            static async (caller, context, next) =>
            {
                await next(context);
                await caller.CancelAsync();
            });
        AddInCall(
            "a filter that throws for the token",
            static (_, _) => Task.FromResult("never"),
            static async (caller, context, _) =>
            {
                await caller.CancelAsync();
                context.CancellationToken.ThrowIfCancellationRequested();
            });
        AddInCall(
            "a filter that cancels and ends the loop",
            static (_, _) => Task.FromResult("ran"),
            static async (caller, context, next) =>
            {
                await next(context);
                context.Terminate = true;
                await caller.CancelAsync();
            });
    }

    private void AddStreams()
    {
        AddStream("between two chunks", static async (_, caller, chunks) =>
        {
            await foreach (var chunk in chunks)
            {
                await caller.CancelAsync();
            }
        });
        AddStream("between two chunks, by the token of the enumeration", static async (_, _, chunks) =>
        {
            using var reader = new CancellationTokenSource();
            await foreach (var chunk in chunks.WithCancellation(reader.Token))
            {
                await reader.CancelAsync();
            }
        });
        AddStream("by the token of the enumeration, before", static async (app, _, chunks) =>
        {
            await foreach (var chunk in chunks.WithCancellation(new(canceled: true)))
            {
                app.Note("chunk", chunk.Content);
            }
        });
        AddStream("by leaving early", static async (app, _, chunks) =>
        {
            await foreach (var chunk in chunks)
            {
                app.Note("chunk", chunk.Content);
                break;
            }
        });
        AddStream("by never beginning", static async (app, _, chunks) => await chunks.GetAsyncEnumerator(app.Limit).DisposeAsync());
        AddStream("enumerated twice", static async (app, _, chunks) =>
        {
            for (var time = 0; time < 2; time++)
            {
                app.Note("text", string.Concat((await chunks.ToListAsync(app.Limit)).Select(static chunk => chunk.Content)));
            }
        });
        Add("by leaving early at a call", static async app =>
        {
            app.Script(Say.Call("c1", "P-F"), Say.Text("done"));
            app.With("P", () => app.Note("ran", "P"));
            var history = Say.User("go");
            await foreach (var chunk in app.Service.GetStreamingChatMessageContentsAsync(history, Say.Auto, app.Kernel, app.Limit))
            {
                break;
            }

            app.Note("history", history.Count);
            await app.StreamAsync(history, Say.Auto);
        });
    }

    /// <summary>A stream that is read in its own way, and then another question.</summary>
    private void AddStream(string name, Func<App, CancellationTokenSource, IAsyncEnumerable<StreamingChatMessageContent>, Task> read) => Add(name, async app =>
    {
        app.Script(_ => ModelAnswer.Deltas("one ", "two ", "three ", "four"), 3);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(app.Limit);
        await app.TryAsync("read", () => read(app, caller, app.Service.GetStreamingChatMessageContentsAsync(Say.User("count"), null, app.Kernel, caller.Token)));
        await app.StreamAsync(Say.User("again"));
    });
}
