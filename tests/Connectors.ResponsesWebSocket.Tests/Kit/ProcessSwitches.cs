namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>Tests that set switches of the whole process do not run beside each other.</summary>
[CollectionDefinition(nameof(ProcessSwitches), DisableParallelization = true)]
public sealed class ProcessSwitches;
