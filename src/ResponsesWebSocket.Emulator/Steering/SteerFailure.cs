namespace ResponsesWebSocket.Emulator.Steering;

/// <summary>Why a steer is refused, or lost after it was accepted.</summary>
internal sealed record SteerFailure(string Code, string Message)
{
    public static SteerFailure NotSupported { get; } = new(
        "steering_not_supported", "This response cannot be steered: its model or its mode does not support it.");

    public static SteerFailure AlreadyCompleted { get; } = new(
        "response_already_completed", "The response has completed. Continue it by a response.create.");

    public static SteerFailure NotActive { get; } = new("response_not_active", "The response has ended and takes no further input.");

    public static SteerFailure NotFound(string? id) => new("response_not_found", $"Response with id '{id}' not found on this connection.");

    public static SteerFailure TooMany(int limit) => new("too_many_pending_steers", $"The response has {limit} pending steers already.");

    public static SteerFailure InvalidInput(string message) => new("invalid_input", message);

    public static SteerFailure NoSuccessor(string reason) => new(
        "successor_creation_failed", $"The response that was to take the input could not be created: {reason}");
}
