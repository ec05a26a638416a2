using System.Buffers;
using Microsoft.Extensions.Options;
using ResponsesWebSocket.Client.Transport;

namespace ResponsesWebSocket.Client;

/// <summary>Checks <see cref="ResponsesWebSocketOptions"/> and reports all faults together, each with what to change.</summary>
public sealed class ResponsesWebSocketOptionsValidator : IValidateOptions<ResponsesWebSocketOptions>
{
    // The characters of a token, RFC 9110 section 5.6.2.
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ResponsesWebSocketOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();

        if (EndpointAddress.FaultOf(options.Endpoint, options.AllowUnencrypted) is { } fault)
        {
            faults.Add(fault);
        }
        else if (string.IsNullOrWhiteSpace(options.ApiKey) && options.AccessToken is null && options.Endpoint.Host == ResponsesWebSocketOptions.DefaultEndpoint.Host)
        {
            faults.Add($"No API key for {options.Endpoint.Host}. Pass one, or set OPENAI_API_KEY.");
        }

        if (!string.IsNullOrWhiteSpace(options.ApiKey) && options.AccessToken is not null)
        {
            faults.Add("ApiKey and AccessToken are both set, and only one token can be sent. Take one of them out.");
        }

        if (!Enum.IsDefined(options.Transport))
        {
            faults.Add($"Transport is {(int)options.Transport}; it must be Auto, WebSocket or Http.");
        }

        Sendable(options.ApiKey, nameof(options.ApiKey));
        Sendable(options.Organization, nameof(options.Organization));
        Sendable(options.Project, nameof(options.Project));
        foreach (var header in options.Headers)
        {
            if (header.Key.Length == 0 || header.Key.AsSpan().ContainsAnyExcept(NameCharacters) || header.Value is null || !RequestHeaders.CanBeSent(header.Value))
            {
                faults.Add($"Header '{header.Key}' has a name or a value that cannot be sent. Change it in Headers.");
            }
        }

        Positive(options.ConnectTimeout, nameof(options.ConnectTimeout));
        AtLeast(options.ConnectRetries, 0, nameof(options.ConnectRetries));
        Positive(options.ConnectBudget, nameof(options.ConnectBudget));
        if (options.MaxRetryAfter < TimeSpan.Zero || options.MaxRetryAfter > TimeSpan.FromDays(1))
        {
            faults.Add($"MaxRetryAfter is {options.MaxRetryAfter}; it must be between zero and one day.");
        }

        Positive(options.KeepAliveInterval, nameof(options.KeepAliveInterval));
        Positive(options.KeepAliveTimeout, nameof(options.KeepAliveTimeout));
        Positive(options.IdleTimeout, nameof(options.IdleTimeout));
        Positive(options.ContextLifetime, nameof(options.ContextLifetime));
        Positive(options.MaxConnectionAge ?? TimeSpan.MaxValue, nameof(options.MaxConnectionAge));
        Positive(options.FirstEventTimeout, nameof(options.FirstEventTimeout));
        Positive(options.InterEventTimeout, nameof(options.InterEventTimeout));
        if (!Enum.IsDefined(options.ToolPlacement))
        {
            faults.Add($"ToolPlacement is {options.ToolPlacement}; it must be RequestField or InputItems.");
        }

        AtLeast(options.MaxSessions, 1, nameof(options.MaxSessions));
        if (options.Profile is { } profile)
        {
            AtLeast(profile.TurnsInFlight, 1, "Profile.TurnsInFlight");
            AtLeast(profile.LaneNames, 0, "Profile.LaneNames");
            Positive(profile.MaxAge, "Profile.MaxAge");
        }

        AtLeast(options.MaxFrameBytes, 1024, nameof(options.MaxFrameBytes));
        AtLeast(options.MaxMessageBytes, 1024, nameof(options.MaxMessageBytes));
        AtLeast(options.MaxRetries, 0, nameof(options.MaxRetries));
        AtLeast(options.MaxCheckpoints, 1, nameof(options.MaxCheckpoints));
        AtLeast(options.MaxCheckpointBytes, 1024, nameof(options.MaxCheckpointBytes));
        if (options.MaxBufferedBytes < options.MaxMessageBytes)
        {
            faults.Add($"MaxBufferedBytes is {options.MaxBufferedBytes} but MaxMessageBytes is {options.MaxMessageBytes}: one allowed message would already fail its turn. Raise MaxBufferedBytes or lower MaxMessageBytes.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        // The value itself may be a secret and is not repeated.
        void Sendable(string? value, string option)
        {
            if (value is not null && !RequestHeaders.CanBeSent(value))
            {
                faults.Add($"{option} holds a line break or another character that cannot be sent in a header. Trim it where it is read.");
            }
        }

        void AtLeast(long value, int least, string option)
        {
            if (value < least)
            {
                faults.Add($"{option} is {value}; it must be at least {least}.");
            }
        }

        void Positive(TimeSpan value, string option)
        {
            if (value <= TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            {
                faults.Add($"{option} is {value}; it must be positive, or Timeout.InfiniteTimeSpan.");
            }
        }
    }

    /// <exception cref="OptionsValidationException">The options have faults; the message names them all.</exception>
    internal static void ThrowIfInvalid(ResponsesWebSocketOptions options)
    {
        var outcome = new ResponsesWebSocketOptionsValidator().Validate(name: null, options);
        if (outcome.Failed)
        {
            throw new OptionsValidationException(nameof(ResponsesWebSocketOptions), typeof(ResponsesWebSocketOptions), outcome.Failures);
        }
    }
}
