namespace SemanticKernel.Standin.Tests.Conformance;

/// <summary>The stand-in may have less than the real Semantic Kernel, but nothing else: what compiles against the one compiles against
/// the other.</summary>
public sealed class ApiConformanceTests
{
    // Raise it when the stand-in grows; without it an empty assembly would conform.
    private const int LeastMatchedLines = 550;

    private const string InheritedInReality =
        "The real context inherits this from Microsoft.Extensions.AI.FunctionInvocationContext, whose package the stand-in does without.";

    private static readonly ApiException[] Exceptions =
    [
        new("M Microsoft.SemanticKernel.AutoFunctionInvocationContext :: System.Boolean IsStreaming[] {get;set;}", InheritedInReality),
        new("M Microsoft.SemanticKernel.AutoFunctionInvocationContext :: System.Boolean Terminate[] {get;set;}", InheritedInReality),
        new("M Microsoft.SemanticKernel.AutoFunctionInvocationContext :: System.Int32 FunctionCallIndex[] {get;set;}", InheritedInReality),
        new("M Microsoft.SemanticKernel.AutoFunctionInvocationContext :: System.Int32 FunctionCount[] {get;set;}", InheritedInReality),
        new("M Microsoft.SemanticKernel.AutoFunctionInvocationContext :: System.Int32 Iteration[] {get;set;}", InheritedInReality),
    ];

    private static readonly Lazy<ApiComparison> Comparison = new(() => new ApiComparison(
        ApiRenderer.Render(typeof(Microsoft.SemanticKernel.Kernel).Assembly), RealApi.Lines, Exceptions));

    [Fact]
    public void Every_visible_line_of_the_stand_in_is_a_line_of_the_real_api()
    {
        string description = Comparison.Value.DescribeWrongLines();
        Assert.True(Comparison.Value.Wrong.Count == 0, $"{Comparison.Value.Wrong.Count} lines differ from the real API.\n{description}");
    }

    [Fact]
    public void The_stand_in_has_a_substantial_part_of_the_real_api() =>
        Comparison.Value.Matched.Should().BeGreaterThanOrEqualTo(LeastMatchedLines);

    [Fact]
    public void No_exception_outlives_its_need() =>
        Comparison.Value.Unneeded.Select(exception => exception.Line).Should().BeEmpty(
            "an exception whose line is gone, or has become a real one, must be removed");

    [Fact]
    public void The_list_of_real_lines_is_whole_sorted_and_readable()
    {
        RealApi.Lines.Should().HaveCount(1052).And.OnlyHaveUniqueItems();
        RealApi.Lines.Should().Equal(RealApi.Lines.Order(StringComparer.Ordinal));
        RealApi.Lines.Select(ApiLine.Parse).Where(line => line.DeclaresType).Should().HaveCount(170);
    }
}
