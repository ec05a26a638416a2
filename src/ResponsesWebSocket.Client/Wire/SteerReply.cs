namespace ResponsesWebSocket.Client.Wire;

internal enum SteerReplyKind
{
    /// <summary>It is queued, which says nothing about its use.</summary>
    Accepted,

    /// <summary>The response has ended and the client owes results; the turn that brings them takes the steer.</summary>
    Pending,

    /// <summary>Refused at once, or lost after it was accepted.</summary>
    Failed,
}

/// <summary>What the service says about a steer.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">The response that was to be steered.</param>
/// <param name="Id">The service's name of the steer; null when it was refused at once.</param>
/// <param name="Code">The failure code.</param>
/// <param name="Message">The service's words on the failure.</param>
internal sealed record SteerReply(SteerReplyKind Kind, string? Target, string? Id, string? Code, string? Message);
