using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Wire;

public sealed class RetryAfterHeaderTests
{
    private const int Year = 365 * 24 * 60 * 60;

    [Theory]
    [InlineData(null, "7", 7_000)]
    [InlineData(null, "0", 0)]
    [InlineData(null, "1.5", 1_500)]
    [InlineData(null, " 0.25 ", 250)]
    [InlineData(null, "2e1", 20_000)]
    [InlineData("1500", null, 1_500)]
    [InlineData("0.5", null, 0.5)]
    [InlineData("40", "7", 40)]
    [InlineData("soon", "7", 7_000)]
    [InlineData("-40", "7", 7_000)]
    [InlineData(null, "Sun, 01 Nov 2026 12:01:30 GMT", 90_000)]
    [InlineData(null, "Sunday, 01-Nov-26 12:01:30 GMT", 90_000)]
    [InlineData(null, "Sun, 01 Nov 2026 11:59:00 GMT", 0)]
    public void Every_form_is_understood(string? milliseconds, string? value, double expected) =>
        RetryAfterHeader.Read(milliseconds, value, new ManualTime()).Should().Be(TimeSpan.FromMilliseconds(expected));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("-0.001")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999999999")]
    [InlineData("1,5")]
    [InlineData("7 seconds")]
    [InlineData("0x10")]
    [InlineData("true")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public void What_makes_no_sense_is_as_if_nothing_was_said(string? value)
    {
        RetryAfterHeader.Read(milliseconds: null, value, new ManualTime()).Should().BeNull();
        RetryAfterHeader.Read(value, value: null, new ManualTime()).Should().BeNull();
    }

    [Theory]
    [InlineData(Year, true)]
    [InlineData(Year + 1, false)]
    public void A_wait_of_more_than_a_year_was_not_meant(int seconds, bool meant) =>
        RetryAfterHeader.Read(milliseconds: null, $"{seconds}", time: null).HasValue.Should().Be(meant);

    [Fact]
    public void Without_a_clock_a_date_says_nothing() =>
        RetryAfterHeader.Read(milliseconds: null, "Sun, 01 Nov 2026 12:01:30 GMT", time: null).Should().BeNull();
}
