using ResponsesWebSocket.Client.Recovery;
using ResponsesWebSocket.Client.Tests.Kit;

namespace ResponsesWebSocket.Client.Tests.Pure;

public sealed class HealingBreakerTests
{
    private readonly ManualTime _time = new();
    private readonly HealingBreaker _breaker;

    public HealingBreakerTests() => _breaker = new HealingBreaker(_time);

    [Fact]
    public void A_refusal_opens_it_at_once_and_says_so_once()
    {
        _breaker.IsOpen.Should().BeFalse();
        _breaker.Refuse().Should().BeTrue();
        _breaker.IsOpen.Should().BeTrue();
        _breaker.Refuse().Should().BeFalse();
        _breaker.Fail().Should().BeFalse();
    }

    [Fact]
    public void Three_failures_in_a_row_open_it()
    {
        _breaker.Fail().Should().BeFalse();
        _breaker.Fail().Should().BeFalse();
        _breaker.IsOpen.Should().BeFalse();
        _breaker.Fail().Should().BeTrue();
        _breaker.IsOpen.Should().BeTrue();
    }

    [Fact]
    public void A_success_between_failures_starts_the_count_anew()
    {
        _breaker.Fail();
        _breaker.Fail();
        _breaker.Heal();
        _breaker.Fail();
        _breaker.Fail();

        _breaker.IsOpen.Should().BeFalse();
    }

    [Fact]
    public void One_probe_at_a_time_after_waits_that_double_up_to_ten_minutes()
    {
        _breaker.TryBeginProbe().Should().BeFalse("it is closed");
        _breaker.Refuse();
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 600, 600 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            _breaker.TryBeginProbe().Should().BeFalse();
            _time.Advance(TimeSpan.FromTicks(1));
            _breaker.TryBeginProbe().Should().BeTrue();
            _time.Advance(TimeSpan.FromHours(1));
            _breaker.TryBeginProbe().Should().BeFalse("one is under way");
            _breaker.FailProbe();
            _breaker.IsOpen.Should().BeTrue();
        }
    }

    [Fact]
    public void A_probe_that_succeeds_closes_it_and_the_next_time_begins_with_the_first_wait()
    {
        _breaker.Refuse();
        _time.Advance(HealingBreaker.FirstWait);
        _breaker.TryBeginProbe();
        _breaker.FailProbe();
        _time.Advance(HealingBreaker.LongestWait);
        _breaker.TryBeginProbe();
        _breaker.Heal();
        _breaker.IsOpen.Should().BeFalse();
        _breaker.Refuse();
        _time.Advance(HealingBreaker.FirstWait);

        _breaker.TryBeginProbe().Should().BeTrue();
    }
}
