using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.Services;

namespace Differential.Scenarios;

/// <summary>The swapped line in all its forms, good and bad.</summary>
internal sealed class RegistrationScenarios : ScenarioList
{
    private static readonly (string Name, Action<Connector> Register)[] BadArguments =
    [
        ("builder, model and key", static connector => connector.Add(Kernel.CreateBuilder(), "m", "k")),
        ("builder, null model", static connector => connector.Add(Kernel.CreateBuilder(), null!, "k")),
        ("builder, blank model", static connector => connector.Add(Kernel.CreateBuilder(), " ", "k")),
        ("builder, null key", static connector => connector.Add(Kernel.CreateBuilder(), "m", (string)null!)),
        ("builder, blank key", static connector => connector.Add(Kernel.CreateBuilder(), "m", "")),
        ("null builder", static connector => connector.Add((IKernelBuilder)null!, "m", "k")),
        ("builder with endpoint, null endpoint", static connector => connector.Add(Kernel.CreateBuilder(), "m", (Uri)null!, "k")),
        ("builder with endpoint, null key", static connector => connector.Add(Kernel.CreateBuilder(), "m", new Uri("http://127.0.0.1:1/v1"), null)),
        ("builder with endpoint, blank model", static connector => connector.Add(Kernel.CreateBuilder(), "", new Uri("http://127.0.0.1:1/v1"), "k")),
        ("null builder with endpoint", static connector => connector.Add((IKernelBuilder)null!, "m", new Uri("http://127.0.0.1:1/v1"), "k")),
        ("services, null model", static connector => connector.Add(new ServiceCollection(), null!, "k")),
        ("services, blank key", static connector => connector.Add(new ServiceCollection(), "m", " ")),
        ("null services", static connector => connector.Add((IServiceCollection)null!, "m", "k")),
        ("services with endpoint, null endpoint", static connector => connector.Add(new ServiceCollection(), "m", (Uri)null!, "k")),
        ("services with endpoint, null model", static connector => connector.Add(new ServiceCollection(), null!, new Uri("http://127.0.0.1:1/v1"), "k")),
        ("null services with endpoint", static connector => connector.Add((IServiceCollection)null!, "m", new Uri("http://127.0.0.1:1/v1"), "k")),
        ("an endpoint that is no web address", static connector => connector.Add(Kernel.CreateBuilder(), "m", new Uri("ftp://127.0.0.1/v1"), "k")),
        ("an endpoint that is not absolute", static connector => connector.Add(Kernel.CreateBuilder(), "m", new Uri("v1", UriKind.Relative), "k")),
        ("a plain address of another machine", static connector => connector.Add(Kernel.CreateBuilder(), "m", new Uri("http://model.example/v1"), "k")),
    ];

    private static readonly (string Name, Func<Connector, IChatCompletionService> Create)[] Constructors =
    [
        ("constructor, model and key", static connector => connector.Create("m", "k")),
        ("constructor, organization", static connector => connector.Create("m", "k", "org-1")),
        ("constructor, null model", static connector => connector.Create(null!, "k")),
        ("constructor, blank model", static connector => connector.Create(" ", "k")),
        ("constructor, null key", static connector => connector.Create("m", (string)null!)),
        ("constructor, blank key", static connector => connector.Create("m", "")),
        ("constructor, endpoint", static connector => connector.Create("m", new Uri("http://127.0.0.1:1/v1"))),
        ("constructor, endpoint without a path", static connector => connector.Create("m", new Uri("http://127.0.0.1:1"), "k")),
        ("constructor, null endpoint", static connector => connector.Create("m", (Uri)null!, "k")),
        ("constructor, null endpoint and key", static connector => connector.Create("m", (Uri)null!)),
        ("constructor, base address", static connector => connector.Create("m", "k", httpClient: new HttpClient { BaseAddress = new("http://127.0.0.1:1/v2") })),
        ("constructor, endpoint and base address", static connector => connector.Create("m", new Uri("http://127.0.0.1:1/v1"), "k", httpClient: new HttpClient { BaseAddress = new("http://127.0.0.1:1/v2") })),
        ("constructor, base address without a key", static connector => connector.Create("m", (string)null!, httpClient: new HttpClient { BaseAddress = new("http://127.0.0.1:1/v2") })),
    ];

    public RegistrationScenarios()
        : base("selection and lifetimes")
    {
        foreach (var (name, register) in BadArguments)
        {
            Add($"registered: {name}", app => app.TryAsync("add", () =>
            {
                register(app.Connector);
                return Task.CompletedTask;
            }));
        }

        foreach (var (name, create) in Constructors)
        {
            Add(name, app => app.TryAsync("new", () =>
            {
                NoteAttributes(app, create(app.Connector));
                return Task.CompletedTask;
            }));
        }

        Add("resolved with an OpenAIClient of the container", static app => app.TryAsync("resolve", () =>
        {
            var builder = app.Connector.Add(Kernel.CreateBuilder(), "m");
            builder.Services.AddSingleton(new OpenAI.OpenAIClient("k"));
            NoteAttributes(app, builder.Build().GetRequiredService<IChatCompletionService>());
            return Task.CompletedTask;
        }));
        Add("resolved with a null endpoint", static app => app.TryAsync("resolve", () =>
        {
            NoteAttributes(app, app.Connector.Add(Kernel.CreateBuilder(), "m", (Uri)null!, "k").Build().GetRequiredService<IChatCompletionService>());
            return Task.CompletedTask;
        }));
        Add("resolved with a plain address of another machine", static app => app.TryAsync("resolve", () =>
        {
            NoteAttributes(app, app.Connector.Add(Kernel.CreateBuilder(), "m", new Uri("http://model.example/v1"), "k").Build().GetRequiredService<IChatCompletionService>());
            return Task.CompletedTask;
        }));
        AddBoth("an HttpClient of the container", static (app, streaming) => AskSeenAsync(app, streaming, static (app, client) => app.NewKernel(builder => builder.Services.AddSingleton(client))));
        AddBoth("an HttpClient given to the builder", static (app, streaming) => AskSeenAsync(app, streaming, static (app, client) =>
            app.NewKernel(builder => app.Connector.Add(builder, App.Model, app.Server.Endpoint, app.Server.ApiKey, "org-1", null, client))));
        AddBoth("an HttpClient with a base address", static (app, streaming) => AskSeenAsync(app, streaming, static (app, client) =>
        {
            client.BaseAddress = app.Server.Endpoint;
            return app.NewKernel(builder => app.Connector.Add(builder, App.Model, app.Server.ApiKey, "org-1", null, client));
        }));
        AddBoth("an HttpClient with headers of its own", static (app, streaming) => AskSeenAsync(app, streaming, static (app, client) =>
        {
            client.DefaultRequestHeaders.Add("X-Tenant", "ours");
            client.DefaultRequestHeaders.UserAgent.ParseAdd("shop/1.0");
            return app.NewKernel(builder => builder.Services.AddSingleton(client));
        }));
        AddBoth("a service that was constructed", static async (app, streaming) =>
        {
            app.Script(Say.Text("Well."));
            var service = app.Connector.Create(App.Model, app.Server.Endpoint, app.Server.ApiKey, "org-1", loggerFactory: app.Logs);
            await app.AskAsync(app.NewKernel(builder => builder.Services.AddSingleton(service)), Say.User("hi"), streaming);
            await ((service as IAsyncDisposable)?.DisposeAsync() ?? default);
        });
    }

    private static void NoteAttributes(App app, IChatCompletionService service)
    {
        app.Note("attributes", string.Join(", ", service.Attributes.Select(static attribute => $"{attribute.Key} = {attribute.Value}").Order(StringComparer.Ordinal)));
        app.Note("endpoint", service.GetEndpoint());
    }

    /// <summary>Notes the headers that an application's own handler sees, name by name.</summary>
    private static async Task AskSeenAsync(App app, bool streaming, Func<App, HttpClient, Kernel> kernel)
    {
        app.Script(Say.Text("Well."));
        var seen = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        using var client = InlineHandler.Client((request, next) =>
        {
            foreach (var header in request.Headers)
            {
                seen.TryAdd(header.Key, string.Join(" ", header.Value));
            }

            return next();
        });
        await app.AskAsync(kernel(app, client), Say.User("hi"), streaming);
        app.Note("seen", !seen.IsEmpty);
        foreach (var name in new[] { "Authorization", "OpenAI-Organization", "Semantic-Kernel-Version", "X-Tenant" })
        {
            app.Note(name, seen.GetValueOrDefault(name));
        }

        app.Note("User-Agent", seen.GetValueOrDefault("User-Agent")?.Split('/', ' ')[0]);
    }
}
