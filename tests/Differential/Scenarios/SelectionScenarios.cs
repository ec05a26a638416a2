using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.Services;
using Microsoft.SemanticKernel.TextGeneration;

namespace Differential.Scenarios;

/// <summary>Which service an application gets, and how long it lives.</summary>
internal sealed class SelectionScenarios : ScenarioList
{
    private static readonly (string Name, Func<PromptExecutionSettings> Settings)[] Choices =
    [
        ("by service id", static () => new() { ServiceId = "two" }),
        ("by model id", static () => new() { ModelId = "gpt-6-two" }),
        ("by a service id that is not there", static () => new() { ServiceId = "three" }),
        ("by a model id that is not there", static () => new() { ModelId = "gpt-6-three" }),
        ("by nothing", static () => new OpenAIPromptExecutionSettings { Temperature = 0.5 }),
    ];

    public SelectionScenarios()
        : base("selection and lifetimes")
    {
        foreach (var (name, settings) in Choices)
        {
            AddBoth(name, async (app, streaming) =>
            {
                app.Script(Say.Text("Well."));
                var kernel = Two(app);
                await app.TryAsync("invoke", async () =>
                {
                    if (!streaming)
                    {
                        app.Note("answer", (await kernel.InvokePromptAsync("hi", new(settings()), cancellationToken: app.Limit)).ToString());
                        return;
                    }

                    await foreach (var text in kernel.InvokePromptStreamingAsync<string>("hi", new(settings()), cancellationToken: app.Limit))
                    {
                        app.Note("text", text);
                    }
                });
            });
        }

        Add("the one registered last", static app =>
        {
            var kernel = Two(app);
            app.Note("model", kernel.GetRequiredService<IChatCompletionService>().GetModelId());
            app.Note("one", kernel.GetRequiredService<IChatCompletionService>("one").GetModelId());
            return app.TryAsync("three", () => Task.FromResult(kernel.GetRequiredService<IChatCompletionService>("three")));
        });
        Add("all of them", static app =>
        {
            app.Note("chat", string.Join(", ", Two(app).GetAllServices<IChatCompletionService>().Select(static service => service.GetModelId())));
            app.Note("text", string.Join(", ", Two(app).GetAllServices<ITextGenerationService>().Select(static service => service.GetModelId())));
            return Task.CompletedTask;
        });
        Add("keyed services from the container", static app =>
        {
            var services = Two(app).Services;
            app.Note("one", services.GetRequiredKeyedService<IChatCompletionService>("one").GetModelId());
            app.Note("two", services.GetRequiredKeyedService<ITextGenerationService>("two").GetModelId());
            app.Note("same", ReferenceEquals(services.GetRequiredKeyedService<IChatCompletionService>("one"), services.GetRequiredKeyedService<IChatCompletionService>("one")));
            app.Note("both", ReferenceEquals(services.GetRequiredKeyedService<IChatCompletionService>("one"), services.GetRequiredKeyedService<ITextGenerationService>("one")));
            app.Note("disposable", services.GetRequiredKeyedService<IChatCompletionService>("one") is IDisposable or IAsyncDisposable);
            return Task.CompletedTask;
        });
        Add("attributes", static app =>
        {
            app.Note("keys", string.Join(", ", app.Service.Attributes.Select(static attribute => $"{attribute.Key} = {attribute.Value}").Order(StringComparer.Ordinal)));
            app.Note("model", app.Service.GetModelId());
            app.Note("endpoint", app.Service.GetEndpoint());
            app.Note("version", app.Service.GetApiVersion());
            return Task.CompletedTask;
        });
        Add("attributes with an organization", static app =>
        {
            var kernel = app.NewKernel(builder => app.Connector.Add(builder, "gpt-6-org", app.Server.Endpoint, "key", "org-1", "org", null));
            var service = kernel.GetRequiredService<IChatCompletionService>("org");
            app.Note("keys", string.Join(", ", service.Attributes.Select(static attribute => $"{attribute.Key} = {attribute.Value}").Order(StringComparer.Ordinal)));
            return Task.CompletedTask;
        });
        Add("what is registered", static app =>
        {
            var services = new ServiceCollection();
            var returned = app.Connector.Add(services, App.Model, app.Server.Endpoint, "key", null, "main");
            app.Note("same", ReferenceEquals(services, returned));
            foreach (var type in new[] { typeof(IChatCompletionService), typeof(ITextGenerationService) })
            {
                app.Note(type.Name, string.Join(", ", services.Where(service => service.ServiceType == type).Select(static service => $"{service.ServiceKey} {service.Lifetime}")));
            }

            return Task.CompletedTask;
        });
        Add("kernel clones", static async app =>
        {
            app.Script(Say.Text("one"), Say.Text("two"));
            var clone = app.Kernel.Clone();
            clone.Plugins.AddFromFunctions("P", [KernelFunctionFactory.CreateFromMethod(static () => "rain", "F")]);
            await app.AskAsync(Say.User("hi"), Say.Auto, kernel: clone);
            await app.AskAsync(Say.User("hi"), Say.Auto);
            app.Note("same", ReferenceEquals(clone.GetRequiredService<IChatCompletionService>(), app.Service));
        });
        AddBoth("a kernel for each request", static async (app, streaming) =>
        {
            app.Script(Say.Text("one"), Say.Text("two"), Say.Text("three"));
            for (var request = 0; request < 3; request++)
            {
                var kernel = new Kernel(app.Kernel.Services);
                kernel.Plugins.AddFromFunctions("P", [KernelFunctionFactory.CreateFromMethod(static () => "rain", "F")]);
                await app.AskAsync(kernel, Say.User($"hi {request}"), streaming, Say.Auto);
            }
        });
        Add("a provider that is disposed while another lives", static async app =>
        {
            app.Script(Say.Text("one"), Say.Text("two"), Say.Text("three"));
            var first = app.NewKernel();
            await app.AskAsync(Say.User("hi"), kernel: first);
            await app.AskAsync(Say.User("hi"));
            await ((IAsyncDisposable)first.Services).DisposeAsync();
            await app.AskAsync(Say.User("hi"));
        });
        foreach (var lifetime in new[] { ServiceLifetime.Scoped, ServiceLifetime.Transient })
        {
            AddBoth($"a {lifetime} factory hands out the kernel's service", (app, streaming) => AskInScopesAsync(app, streaming, lifetime));
        }

        Add("a transient kernel in scopes", static async app =>
        {
            app.Script(Say.Text("one"), Say.Text("two"));
            var services = new ServiceCollection();
            app.Connector.Add(services.AddKernel(), App.Model, app.Server.Endpoint, app.Server.ApiKey, null, retries: false);
            await using var provider = services.BuildServiceProvider();
            for (var request = 0; request < 2; request++)
            {
                await using var scope = provider.CreateAsyncScope();
                await app.AskAsync(Say.User("hi"), kernel: scope.ServiceProvider.GetRequiredService<Kernel>());
            }
        });
    }

    private static Kernel Two(App app) => app.NewKernel(
        builder => app.Connector.Add(builder, "gpt-6-two", app.Server.Endpoint, app.Server.ApiKey, "two", retries: false), "one", "gpt-6-one");

    private static async Task AskInScopesAsync(App app, bool streaming, ServiceLifetime lifetime)
    {
        app.Script(Say.Text("one"), Say.Text("two"), Say.Text("three"));
        IServiceCollection services = new ServiceCollection();
        app.Connector.Add(services.AddKernel(), App.Model, app.Server.Endpoint, app.Server.ApiKey, "main", retries: false);
        services.Add(new(typeof(IChatCompletionService), static provider => provider.GetRequiredService<Kernel>().GetRequiredService<IChatCompletionService>("main"), lifetime));
        await using var provider = services.BuildServiceProvider();
        for (var request = 0; request < 3; request++)
        {
            await using var scope = provider.CreateAsyncScope();
            var service = scope.ServiceProvider.GetRequiredService<IChatCompletionService>();
            await app.TryAsync($"request {request}", async () =>
            {
                if (!streaming)
                {
                    app.Note("answer", (await service.GetChatMessageContentAsync("hi", cancellationToken: app.Limit)).Content);
                    return;
                }

                await foreach (var chunk in service.GetStreamingChatMessageContentsAsync("hi", cancellationToken: app.Limit))
                {
                    app.Note("chunk", chunk.Content);
                }
            });
        }
    }
}
