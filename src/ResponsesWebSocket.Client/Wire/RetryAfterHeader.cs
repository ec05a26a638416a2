using System.Globalization;
using System.Net.Http.Headers;

namespace ResponsesWebSocket.Client.Wire;

/// <summary>
/// How long the service asks to be left alone, in every form it is known to say it: <c>retry-after-ms</c>, which is the more exact
/// one, or <c>retry-after</c> in seconds, with a fraction or without, or as a date.
/// </summary>
internal static class RetryAfterHeader
{
    public const string Name = "retry-after";
    public const string InMilliseconds = "retry-after-ms";

    // Whatever is longer was not meant, and no clock could be set to it. How much of the rest is waited for is another's to say.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <param name="milliseconds">The value of <see cref="InMilliseconds"/>, if there is one.</param>
    /// <param name="value">The value of <see cref="Name"/>, if there is one.</param>
    /// <param name="time">The clock that a date is compared with; without one no date is understood.</param>
    /// <returns>Null where nothing was said that makes sense. Zero for a date that has passed.</returns>
    public static TimeSpan? Read(string? milliseconds, string? value, TimeProvider? time) =>
        Wait(milliseconds, 0.001) ?? Wait(value, 1) ?? Until(value, time);

    // No sign is allowed. What is no number, or too large for one, is in no order to the bounds.
    private static TimeSpan? Wait(string? text, double unit) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
        && number * unit is >= 0 and var seconds
        && seconds <= Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static TimeSpan? Until(string? text, TimeProvider? time) =>
        time is not null && RetryConditionHeaderValue.TryParse(text, out var header) && header.Date is { } date && date - time.GetUtcNow() is var wait && wait <= Longest
            ? wait > TimeSpan.Zero ? wait : TimeSpan.Zero
            : null;
}
