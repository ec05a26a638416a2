namespace Connectors.ResponsesWebSocket.Tests.RealPackages;

/// <summary>Stands here where the stand-in is compiled, so that nobody takes the tests of the real thing for run.</summary>
public sealed class ChatClientTests
{
    [Fact(Skip = "AsChatClient is in Semantic Kernel's own package; build with SemanticKernel=Package.")]
    [Trait("Acceptance", "53")]
    public void M1_to_M5_As_a_chat_client()
    {
    }
}
