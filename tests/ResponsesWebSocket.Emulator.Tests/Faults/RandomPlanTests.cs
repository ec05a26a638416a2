using System.Net.WebSockets;

namespace ResponsesWebSocket.Emulator.Tests.Faults;

public sealed class RandomPlanTests
{
    [Fact]
    public async Task A_client_that_keeps_trying_gets_through_every_random_plan()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            using var limit = TestTimeout.Start();
            await using var emulator = await ResponsesEmulator.StartAsync(new() { FaultPlan = FaultPlan.Random(seed) });

            var failures = await AskAsync(emulator, times: 12, limit.Token);

            // Five faults, each of which strikes once and costs one try at most; one may also cost the try in which a close is noticed.
            failures.Should().BeLessThanOrEqualTo(10, "seed {0} has five faults", seed);
            emulator.Journal.Responses.Count(static response => response.Status == "completed").Should().BeGreaterThanOrEqualTo(12);
        }
    }

    private static async Task<int> AskAsync(ResponsesEmulator emulator, int times, CancellationToken limit)
    {
        var failures = 0;
        BareSocket? socket = null;
        for (var done = 0; done < times;)
        {
            try
            {
                socket ??= await BareSocket.ConnectAsync(emulator, limit);
                var isAnswered = (await socket.AskAsync("say x")).Type() == "response.completed";
                done += isAnswered ? 1 : 0;
                failures += isAnswered ? 0 : 1;
            }
            catch (Exception lost) when (lost is WebSocketException or InvalidOperationException)
            {
                failures++;
                socket?.Dispose();
                socket = null;
            }
        }

        socket?.Dispose();
        return failures;
    }
}
