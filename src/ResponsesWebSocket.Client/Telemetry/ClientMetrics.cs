using System.Diagnostics;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>What one client tells about itself: to instruments when somebody listens, and always to its own sums.</summary>
internal sealed class ClientMetrics(Uri endpoint, EndpointProfile profile, TimeProvider time)
{
    public string Address { get; } = endpoint.IdnHost;

    public int Port { get; } = endpoint.Port;

    /// <summary>By the names of the conventions; what is not known is taken to be compatible with OpenAI's.</summary>
    public string Provider { get; } = Name(EndpointProfile.For(endpoint)) ?? Name(profile) ?? "openai";

    public TimeProvider Time => time;

    public TurnTotals Sums { get; } = new();

    /// <summary>A turn begins. It ends when it is disposed, at the latest.</summary>
    public TurnTelemetry Begin(TurnRequest request) => new(this, request);

    public void SessionOpened(TimeSpan elapsed)
    {
        Sums.SessionOpened();
        Handshake(elapsed, failure: null);
    }

    public void Handshake(TimeSpan elapsed, Exception? failure)
    {
        if (Instruments.Handshake.Enabled)
        {
            var tags = ServerTags();
            if (failure is not null)
            {
                tags.Add(Tag.ErrorType, TagValue.ErrorOf(failure));
            }

            Instruments.Handshake.Record(elapsed.TotalSeconds, tags);
        }
    }

    public void SessionEnded(TimeSpan age, ResponsesWebSocketException cause)
    {
        Sums.SessionEnded(isLost: cause is not ConnectionLostException { IsOwnWish: true });
        if (Instruments.SessionAge.Enabled)
        {
            var tags = ServerTags();
            tags.Add(Tag.SessionEnd, TagValue.EndOf(cause));
            Instruments.SessionAge.Record(age.TotalSeconds, tags);
        }
    }

    /// <summary>A context was sent ahead of the turn that needs it.</summary>
    public void Prepared(int bytes)
    {
        Sums.Prepared(bytes);
        if (Instruments.BytesPrepared.Enabled)
        {
            Instruments.BytesPrepared.Add(bytes, ServerTags());
        }
    }

    public TagList ServerTags() => new() { { Tag.ServerAddress, Address }, { Tag.ServerPort, Port } };

    // By the host where it is known, whatever of its profile was changed; else by the profile that was given.
    private static string? Name(EndpointProfile profile) =>
        ReferenceEquals(profile, EndpointProfile.Azure) ? "azure.ai.openai" : ReferenceEquals(profile, EndpointProfile.XAi) ? "x_ai" : null;
}
