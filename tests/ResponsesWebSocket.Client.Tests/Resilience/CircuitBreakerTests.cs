using ResponsesWebSocket.Client.Resilience;

namespace ResponsesWebSocket.Client.Tests.Resilience;

public sealed class CircuitBreakerTests
{
    private readonly ManualTime _time = new();
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(_time);

    [Fact]
    public void The_breaker_opens_at_once_and_logs_it_once()
    {
        _breaker.IsOpen.Should().BeFalse();
        _breaker.Open(_breaker.Resets).Should().BeTrue();
        _breaker.IsOpen.Should().BeTrue();
        _breaker.Open(_breaker.Resets).Should().BeFalse();
    }

    [Fact]
    public void A_socket_that_was_opened_since_knows_better()
    {
        var then = _breaker.Resets;
        _breaker.Reset();

        _breaker.Open(then).Should().BeFalse();
        _breaker.IsOpen.Should().BeFalse();
        _breaker.Open(_breaker.Resets).Should().BeTrue();
    }

    [Fact]
    public void One_probe_at_a_time_after_waits_that_double_up_to_ten_minutes()
    {
        _breaker.TryBeginProbe().Should().BeFalse("it is closed");
        _breaker.Open(_breaker.Resets);
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
    public void A_probe_that_succeeds_closes_the_breaker_and_the_next_time_begins_with_the_first_wait()
    {
        _breaker.Open(_breaker.Resets);
        _time.Advance(CircuitBreaker.FirstWait);
        _breaker.TryBeginProbe();
        _breaker.FailProbe();
        _time.Advance(CircuitBreaker.LongestWait);
        _breaker.TryBeginProbe();
        _breaker.Reset();
        _breaker.IsOpen.Should().BeFalse();
        _breaker.Open(_breaker.Resets);
        _time.Advance(CircuitBreaker.FirstWait);

        _breaker.TryBeginProbe().Should().BeTrue();
    }

    [Fact]
    public void A_probe_that_fails_behind_a_socket_opened_elsewhere_says_nothing()
    {
        _breaker.Open(_breaker.Resets);
        _time.Advance(CircuitBreaker.FirstWait);
        _breaker.TryBeginProbe();
        _breaker.Reset();
        _breaker.FailProbe();

        (_breaker.IsOpen, _breaker.Wait).Should().Be((false, CircuitBreaker.FirstWait));
    }
}
