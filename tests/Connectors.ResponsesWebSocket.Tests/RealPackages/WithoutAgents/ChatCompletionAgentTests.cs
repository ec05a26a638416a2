namespace Connectors.ResponsesWebSocket.Tests.RealPackages;

/// <summary>Stands here where the agents' package is not referenced, so that nobody takes the tests with a real agent for run.</summary>
public sealed class ChatCompletionAgentTests
{
    [Fact(Skip = "The agent is in a package of its own; build with SemanticKernel=Package and SemanticKernelAgents=Package.")]
    [Trait("Acceptance", "52")]
    public void AG1_to_AG6_As_the_model_of_an_agent()
    {
    }
}
