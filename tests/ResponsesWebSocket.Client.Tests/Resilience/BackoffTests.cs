using ResponsesWebSocket.Client.Resilience;

namespace ResponsesWebSocket.Client.Tests.Resilience;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0.0, 500)]
    [InlineData(1, 1.0, 375)]
    [InlineData(2, 0.0, 1000)]
    [InlineData(4, 0.0, 4000)]
    [InlineData(5, 0.0, 8000)]
    [InlineData(6, 0.0, 8000)]
    [InlineData(1000, 0.5, 7000)]
    [InlineData(0, 0.0, 500)]
    public void The_pause_doubles_up_to_a_limit_and_chance_takes_a_part_off(int failures, double chance, int milliseconds) =>
        Backoff.After(failures, chance).Should().Be(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void The_pause_differs_from_one_to_the_next() =>
        Enumerable.Range(0, 50).Select(static _ => Backoff.After(1)).Distinct().Should().HaveCountGreaterThan(1);
}
