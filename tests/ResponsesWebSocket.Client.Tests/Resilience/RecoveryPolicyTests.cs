using ResponsesWebSocket.Client.Resilience;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Resilience;

public sealed class RecoveryPolicyTests
{
    private const PlanKind Continue = PlanKind.Continue;
    private const PlanKind Fork = PlanKind.Fork;
    private const PlanKind Replay = PlanKind.Replay;

    private static readonly ResponsesWebSocketException ParentGone = Refused(ServerError.PreviousResponseNotFound, transient: false);
    private static readonly ResponsesWebSocketException RateLimited = Refused("rate_limit_exceeded", transient: true);
    private static readonly ResponsesWebSocketException TooLarge = new RequestTooLargeException(2, 1);

    /// <summary>The failure, how the turn was sent, how many replays are left, and what follows if the caller has seen nothing yet.</summary>
    private static readonly (ResponsesWebSocketException Failure, PlanKind Plan, int ReplaysLeft, RecoveryStep Step)[] Rows =
    [
        (ParentGone, Continue, 0, RecoveryStep.ReplayOnSameLane),
        (ParentGone, Continue, 2, RecoveryStep.ReplayOnSameLane),
        (ParentGone, Fork, 0, RecoveryStep.ReplayOnSameLane),
        (ParentGone, Replay, 2, RecoveryStep.Throw),
        (RateLimited, Continue, 2, RecoveryStep.RetryLater),
        (RateLimited, Fork, 1, RecoveryStep.RetryLater),
        (RateLimited, Replay, 2, RecoveryStep.RetryLater),
        (RateLimited, Replay, 0, RecoveryStep.Throw),
        (Refused("insufficient_quota", transient: false), Replay, 2, RecoveryStep.Throw),
        (Lost(transient: true, DeliveryState.NotSent), Continue, 1, RecoveryStep.ReplayElsewhere),
        (Lost(transient: true, DeliveryState.Ambiguous), Replay, 1, RecoveryStep.ReplayElsewhere),
        (Lost(transient: true, DeliveryState.Accepted), Fork, 2, RecoveryStep.ReplayElsewhere),
        (Lost(transient: true, DeliveryState.Answered), Continue, 2, RecoveryStep.ReplayElsewhere),
        (Lost(transient: true, DeliveryState.NotSent), Continue, 0, RecoveryStep.Throw),
        (Lost(transient: true, DeliveryState.Answered), Replay, 0, RecoveryStep.Throw),
        (Lost(transient: false, DeliveryState.NotSent), Continue, 2, RecoveryStep.Throw),
        (Lost(transient: false, DeliveryState.Ambiguous), Replay, 2, RecoveryStep.Throw),
        (Violated(DeliveryState.NotSent), Continue, 1, RecoveryStep.ReplayElsewhere),
        (Violated(DeliveryState.NotSent), Replay, 2, RecoveryStep.ReplayElsewhere),
        (Violated(DeliveryState.NotSent), Continue, 0, RecoveryStep.Throw),
        (Violated(DeliveryState.Ambiguous), Continue, 2, RecoveryStep.Throw),
        (Violated(DeliveryState.Accepted), Replay, 2, RecoveryStep.Throw),
        (Violated(DeliveryState.Answered), Replay, 2, RecoveryStep.Throw),
        (TooLarge, Continue, 2, RecoveryStep.Throw),
        (TooLarge, Replay, 2, RecoveryStep.Throw),
    ];

    public static TheoryData<int> AllRows => [.. Enumerable.Range(0, Rows.Length)];

    [Theory]
    [MemberData(nameof(AllRows))]
    public void Each_failure_has_its_step_as_long_as_the_caller_has_seen_nothing(int row)
    {
        var (failure, plan, replaysLeft, step) = Rows[row];

        RecoveryPolicy.Decide(failure, plan, callerSawContent: false, new RecoveryBudget(replaysLeft)).Should().Be(step, Told(row));
    }

    [Theory]
    [MemberData(nameof(AllRows))]
    public void What_the_caller_has_seen_is_never_sent_again(int row)
    {
        var (failure, plan, replaysLeft, _) = Rows[row];

        RecoveryPolicy.Decide(failure, plan, callerSawContent: true, new RecoveryBudget(replaysLeft)).Should().Be(RecoveryStep.Throw, Told(row));
    }

    private static string Told(int row) =>
        $"it is {Rows[row].Failure.GetType().Name}, delivery {Rows[row].Failure.Delivery}, of a {Rows[row].Plan} with {Rows[row].ReplaysLeft} replays left";

    private static ResponseRefusedException Refused(string code, bool transient) => new("No.") { Code = code, IsTransient = transient, Delivery = DeliveryState.Ambiguous };

    private static ConnectionLostException Lost(bool transient, DeliveryState delivery) => new("Lost.") { IsTransient = transient, Delivery = delivery };

    private static ProtocolViolationException Violated(DeliveryState delivery) => new("What?") { Delivery = delivery };
}
