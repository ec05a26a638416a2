using ResponsesWebSocket.Client;

namespace AgentLoop;

/// <summary>How a run is shown.</summary>
internal interface IRunView : IDisposable
{
    void Begin(SampleOptions options, SampleService service);

    void Turn(int number, TurnReport turn);

    void End(RunSummary summary);
}
