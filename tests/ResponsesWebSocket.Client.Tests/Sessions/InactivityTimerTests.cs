using ResponsesWebSocket.Client.Sessions;

namespace ResponsesWebSocket.Client.Tests.Sessions;

public sealed class InactivityTimerTests
{
    private static readonly InactivityTimeouts Limits = new(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(15));

    private readonly SleepingTime _time = new();
    private readonly List<WaitPhase> _expired = [];

    [Fact]
    public void A_frame_that_cannot_be_written_has_the_longer_limit()
    {
        using var clock = Clock(Limits);
        Advance(TimeSpan.FromSeconds(899));
        _expired.Should().BeEmpty();
        Advance(TimeSpan.FromSeconds(1));

        _expired.Should().Equal(WaitPhase.Write);
    }

    [Fact]
    public void The_first_event_is_waited_for_from_the_end_of_the_write()
    {
        using var clock = Clock(Limits);
        Advance(TimeSpan.FromSeconds(100));
        clock.Written();
        Advance(TimeSpan.FromSeconds(59));
        _expired.Should().BeEmpty();
        Advance(TimeSpan.FromSeconds(1));

        _expired.Should().Equal(WaitPhase.FirstEvent);
    }

    [Fact]
    public void An_event_that_came_before_the_write_was_known_to_be_done_counts()
    {
        using var clock = Clock(Limits);
        clock.Heard();
        clock.Written();
        Advance(TimeSpan.FromSeconds(899));

        _expired.Should().BeEmpty();
    }

    [Fact]
    public void Each_event_begins_the_silence_anew()
    {
        using var clock = Clock(Limits);
        for (var i = 0; i < 5; i++)
        {
            clock.Heard();
            Advance(TimeSpan.FromSeconds(899));
        }

        _expired.Should().BeEmpty();
        Advance(TimeSpan.FromSeconds(1));
        _expired.Should().Equal(WaitPhase.InterEvent);
    }

    [Fact]
    public void The_shorter_limit_is_kept_to_the_second_whichever_it_is()
    {
        using var clock = Clock(new(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5)));
        clock.Written();
        Advance(TimeSpan.FromSeconds(3));
        clock.Heard();
        Advance(TimeSpan.FromSeconds(4));
        _expired.Should().BeEmpty();
        Advance(TimeSpan.FromSeconds(1));

        _expired.Should().Equal(WaitPhase.InterEvent);
    }

    [Fact]
    public void It_strikes_once()
    {
        using var clock = Clock(Limits);
        Advance(TimeSpan.FromHours(1));
        Advance(TimeSpan.FromHours(1));

        _expired.Should().ContainSingle();
    }

    [Fact]
    public void Ended_it_never_strikes()
    {
        using var clock = Clock(Limits);
        clock.Dispose();
        Advance(TimeSpan.FromHours(1));

        _expired.Should().BeEmpty();
    }

    [Fact]
    public void One_limit_can_be_off_while_the_other_holds()
    {
        using var clock = Clock(new(Timeout.InfiniteTimeSpan, TimeSpan.FromMinutes(1)));
        clock.Written();
        Advance(TimeSpan.FromHours(1));
        _expired.Should().BeEmpty();
        clock.Heard();
        Advance(TimeSpan.FromMinutes(1));

        _expired.Should().Equal(WaitPhase.InterEvent);
    }

    [Fact]
    public void A_machine_that_slept_does_not_wait_another_whole_period()
    {
        using var clock = Clock(Limits);
        clock.Heard();
        _time.Sleep(byDate: TimeSpan.FromHours(2), byCounter: TimeSpan.Zero);
        Advance(TimeSpan.FromSeconds(30));
        _expired.Should().BeEmpty("what came in before the sleep may not have been read yet");
        Advance(TimeSpan.FromSeconds(30));

        _expired.Should().Equal(WaitPhase.InterEvent);
    }

    [Fact]
    public void What_is_heard_after_the_sleep_counts()
    {
        using var clock = Clock(Limits);
        clock.Heard();
        _time.Sleep(byDate: TimeSpan.FromHours(2), byCounter: TimeSpan.Zero);
        Advance(TimeSpan.FromSeconds(30));
        clock.Heard();
        Advance(TimeSpan.FromSeconds(899));

        _expired.Should().BeEmpty();
    }

    [Fact]
    public void A_clock_of_the_day_that_is_set_right_by_a_minute_is_no_sleep()
    {
        using var clock = Clock(new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)));
        clock.Heard();
        _time.Sleep(byDate: TimeSpan.FromSeconds(60), byCounter: TimeSpan.Zero);
        Advance(TimeSpan.FromSeconds(119));

        _expired.Should().BeEmpty();
    }

    private InactivityTimer Clock(InactivityTimeouts limits) => new(limits, _time, _expired.Add);

    /// <summary>In steps as small as a timer may be set to.</summary>
    private void Advance(TimeSpan time)
    {
        for (; time > TimeSpan.Zero; time -= TimeSpan.FromSeconds(1))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
