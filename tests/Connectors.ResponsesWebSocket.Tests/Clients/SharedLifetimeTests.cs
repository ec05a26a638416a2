using Connectors.ResponsesWebSocket.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.ResponsesWebSocket.Tests.Clients;

/// <summary>A client that services share lives as long as one of them, and no container or scope ends what another uses.</summary>
public sealed class SharedLifetimeTests : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _limit = TestTimeout.Start();
    private readonly ManualTime _clock = new();
    private ResponsesEmulator _emulator = null!;

    public async Task InitializeAsync() =>
        _emulator = await ResponsesEmulator.StartAsync(new EmulatorOptions { Model = Answers.Script([.. Enumerable.Repeat(Answers.Text("ok"), 10)]) });

    public async Task DisposeAsync() => await _emulator.DisposeAsync();

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task One_containers_disposal_leaves_anothers_sockets_open_and_the_last_ones_closes_them()
    {
        var first = Services().BuildServiceProvider();
        var second = Services().BuildServiceProvider();
        await AskAsync(Chat(first));
        await AskAsync(Chat(second));

        await first.DisposeAsync();
        _clock.CountDue(SharedClient.Linger).Should().Be(0);
        await AskAsync(Chat(second));
        _emulator.Journal.Connections.Should().ContainSingle().Which.Closed.Should().BeNull();

        await second.DisposeAsync();
        _clock.CountDue(SharedClient.Linger).Should().Be(1);
        _clock.Advance(SharedClient.Linger);
        await AllClosedAsync();
    }

    [Fact]
    public async Task A_container_that_comes_before_the_time_is_up_finds_the_sockets_open()
    {
        await using (var first = Services().BuildServiceProvider())
        {
            await AskAsync(Chat(first));
        }

        _clock.CountDue(SharedClient.Linger).Should().Be(1);
        await using var second = Services().BuildServiceProvider();
        await AskAsync(Chat(second));

        _clock.CountDue(SharedClient.Linger).Should().Be(0);
        _clock.Advance(SharedClient.Linger);
        await AskAsync(Chat(second));
        _emulator.Journal.Connections.Should().ContainSingle().Which.Closed.Should().BeNull();
    }

    [Theory]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public async Task A_scope_that_hands_the_service_on_disposes_nothing(ServiceLifetime lifetime)
    {
        var services = Services();
        services.Add(new ServiceDescriptor(typeof(IChatCompletionService), "on", static (provider, _) => provider.GetRequiredService<IChatCompletionService>(), lifetime));
        await using var provider = services.BuildServiceProvider();

        for (var request = 0; request < 2; request++)
        {
            await using var scope = provider.CreateAsyncScope();
            await AskAsync(scope.ServiceProvider.GetRequiredKeyedService<IChatCompletionService>("on"));
        }

        _clock.CountDue(SharedClient.Linger).Should().Be(0);
        _emulator.Journal.Connections.Should().ContainSingle().Which.Closed.Should().BeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_works_after_its_container_went(bool closedMeanwhile)
    {
        var provider = Services().BuildServiceProvider();
        var chat = Chat(provider);
        await AskAsync(chat);
        await provider.DisposeAsync();
        if (closedMeanwhile)
        {
            _clock.Advance(SharedClient.Linger);
            await AllClosedAsync();
        }

        await AskAsync(chat);

        _clock.CountDue(SharedClient.Linger).Should().Be(0, "it has a share again");
        _emulator.Journal.Connections.Should().HaveCount(closedMeanwhile ? 2 : 1);
        GC.KeepAlive(chat);
    }

    [Fact]
    public async Task A_turn_that_runs_when_the_last_container_goes_is_answered()
    {
        using var held = _emulator.Faults.HoldBeforeEvent(1, "response.output_item.added");
        var provider = Services().BuildServiceProvider();
        var asking = AskAsync(Chat(provider));
        await held.Reached.WaitAsync(_limit.Token);

        await provider.DisposeAsync();
        _clock.Advance(SharedClient.Linger);
        _clock.CountDue(SharedClient.Linger).Should().Be(1, "it is asked again later");
        held.Release();

        await asking;
    }

    private static IChatCompletionService Chat(IServiceProvider provider) => provider.GetRequiredService<IChatCompletionService>();

    private IServiceCollection Services() =>
        new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddResponsesWebSocketChatCompletion("m", _emulator.Endpoint, _emulator.ApiKey);

    private async Task AskAsync(IChatCompletionService chat) =>
        (await chat.GetChatMessageContentAsync("hi", cancellationToken: _limit.Token)).Content.Should().Be("ok");

    private Task AllClosedAsync() =>
        _emulator.Journal.WaitUntilAsync(static journal => journal.Connections.All(static connection => connection.Closed is not null), _limit.Token);
}
