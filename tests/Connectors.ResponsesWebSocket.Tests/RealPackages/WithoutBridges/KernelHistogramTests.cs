namespace Connectors.ResponsesWebSocket.Tests.RealPackages;

/// <summary>Stands here where the stand-in is compiled, so that nobody takes the tests of the real thing for run.</summary>
public sealed class KernelHistogramTests
{
    [Fact(Skip = "The histograms are in Semantic Kernel's own package; build with SemanticKernel=Package.")]
    [Trait("Acceptance", "50")]
    public void O7_The_kernel_reads_the_tokens_of_a_prompt()
    {
    }
}
