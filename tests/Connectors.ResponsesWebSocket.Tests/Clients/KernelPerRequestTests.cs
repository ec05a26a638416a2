using Connectors.ResponsesWebSocket.Clients;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.ResponsesWebSocket.Tests.Clients;

/// <summary>An application may build a kernel for each request and forget it, as with the stock connector: sockets are shared, and closed at the end.</summary>
public sealed class KernelPerRequestTests
{
    private const int Kernels = 200;

    private static readonly Dictionary<string, Action<IKernelBuilder, Server>> Forms = new()
    {
        ["key"] = static (builder, server) => builder.AddResponsesWebSocketChatCompletion("m", server.Emulator.ApiKey, httpClient: server.Http),
        ["endpoint"] = static (builder, server) => builder.AddResponsesWebSocketChatCompletion("m", server.Emulator.Endpoint, server.Emulator.ApiKey),
        ["callback"] = static (builder, server) => builder.AddResponsesWebSocketChatCompletion("m", options =>
            (options.Endpoint, options.ApiKey, options.TurnCompleted) = (server.Emulator.Endpoint, server.Emulator.ApiKey, static _ => { })),
        ["HTTP client"] = static (builder, server) => builder.AddResponsesWebSocketChatCompletion("m", server.Emulator.Endpoint, server.Emulator.ApiKey, httpClient: server.Http),
        ["container's HTTP client"] = static (builder, server) =>
        {
            builder.Services.AddSingleton(server.Http);
            builder.AddResponsesWebSocketChatCompletion("m", server.Emulator.Endpoint, server.Emulator.ApiKey);
        },
    };

    public static TheoryData<string> All => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public async Task One_after_the_other_they_use_one_socket_which_is_closed_when_all_are_collected(string form)
    {
        await using var server = await Server.StartAsync();

        for (var request = 0; request < Kernels; request++)
        {
            await AskAsync(form, server);
        }

        server.Emulator.Journal.Connections.Should().ContainSingle();
        await server.NobodyIsLeftAsync();
        await server.SocketsAreClosedAsync();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task At_once_they_use_no_more_sockets_than_one_service_may(string form)
    {
        await using var server = await Server.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, Kernels).Select(_ => Task.Run(() => AskAsync(form, server), server.Limit)));

        server.Emulator.Journal.Connections.Should().HaveCountLessThanOrEqualTo(new ResponsesWebSocketOptions().MaxSessions);
        await server.NobodyIsLeftAsync();
        await server.SocketsAreClosedAsync();
    }

    /// <summary>What holds the kernel ends with the method.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task AskAsync(string form, Server server)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<TimeProvider>(server.Clock);
        Forms[form](builder, server);
        (await builder.Build().InvokePromptAsync("hi", cancellationToken: server.Limit)).ToString().Should().Be("ok");
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private sealed class Server(ResponsesEmulator emulator) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60), TimeProvider.System);

        public ResponsesEmulator Emulator => emulator;

        public ManualTime Clock { get; } = new();

        public HttpClient Http { get; } = new() { BaseAddress = emulator.Endpoint };

        public CancellationToken Limit => _limit.Token;

        public static async Task<Server> StartAsync() =>
            new(await ResponsesEmulator.StartAsync(new EmulatorOptions { Model = Answers.Script([.. Enumerable.Repeat(Answers.Text("ok"), Kernels)]) }));

        /// <summary>The client's time runs from when the last service was collected.</summary>
        public async Task NobodyIsLeftAsync()
        {
            while (Clock.CountDue(SharedClient.Linger) == 0)
            {
                Limit.ThrowIfCancellationRequested();
                await Task.Run(Collect, Limit);
            }
        }

        public async Task SocketsAreClosedAsync()
        {
            Clock.Advance(SharedClient.Linger);
            await Emulator.Journal.WaitUntilAsync(static journal => journal.Connections.All(static connection => connection.Closed is not null), Limit);
            Clock.CountDue(SharedClient.Linger).Should().Be(0);
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await emulator.DisposeAsync();
            _limit.Dispose();
        }
    }
}
