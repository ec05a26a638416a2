using ResponsesWebSocket.Client.Context;

namespace ResponsesWebSocket.Client.Tests.Context;

public sealed class FrameSizeLimitTests
{
    private readonly FrameSizeLimit _limit = new(configured: 1000);
    private readonly object _session = new();

    [Fact]
    public void A_frame_that_closed_its_socket_is_over_the_limit_from_then_on()
    {
        _limit.Sent(_session, 600);

        _limit.TryLearnFromClose(_session, 600).Should().BeTrue();
        _limit.Bytes.Should().Be(536);
    }

    [Fact]
    public void What_was_named_too_large_is_learned_and_the_closure_that_follows_blames_no_other()
    {
        _limit.Sent(_session, 600);
        _limit.Sent(_session, 100);
        _limit.Refused(_session, 600);
        _limit.Sent(_session, 200);

        _limit.TryLearnFromClose(_session, 100).Should().BeFalse();
        _limit.TryLearnFromClose(_session, 200).Should().BeFalse();
        _limit.Bytes.Should().Be(536);
    }

    [Fact]
    public void A_limit_that_is_learned_from_a_tiny_frame_is_still_a_size()
    {
        _limit.Refused(_session, 10);

        _limit.Bytes.Should().Be(1);
    }

    [Fact]
    public void The_limit_never_rises()
    {
        _limit.Sent(_session, 600);
        _limit.TryLearnFromClose(_session, 600);
        var another = new object();
        _limit.Sent(another, 800);
        _limit.TryLearnFromClose(another, 800);

        _limit.Bytes.Should().Be(536);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_several_frames_the_largest_is_to_blame_in_whatever_order_they_fail(bool largestFirst)
    {
        foreach (var size in new[] { 100, 600, 200 })
        {
            _limit.Sent(_session, size);
        }

        foreach (var size in largestFirst ? new[] { 600, 200, 100 } : [100, 200, 600])
        {
            _limit.TryLearnFromClose(_session, size).Should().Be(size == 600);
        }

        _limit.Bytes.Should().Be(536);
    }

    [Fact]
    public void A_frame_that_was_answered_to_is_not_to_blame()
    {
        _limit.Sent(_session, 600);
        _limit.Sent(_session, 100);
        _limit.Heard(_session, 600);

        _limit.TryLearnFromClose(_session, 600).Should().BeFalse();
        _limit.TryLearnFromClose(_session, 100).Should().BeTrue();
    }

    [Fact]
    public void A_session_that_sent_nothing_blames_nothing()
    {
        _limit.Sent(new object(), 600);

        _limit.TryLearnFromClose(_session, 600).Should().BeFalse();
        _limit.Bytes.Should().Be(1000);
    }
}
