namespace SemanticKernel.Standin.Tests.Conformance;

public sealed class ApiComparisonTests
{
    private static readonly string[] Real =
    [
        "M A.Cup :: System.Int32 Fill(System.Int32 drops)",
        "M A.Cup :: System.Int32 Fill(System.String what, System.Boolean hot)",
        "M A.Cup :: System.String Label[] {get;}",
        "M A.Cup :: new(System.String label)",
        "M A.Jug :: System.Void Pour<T>(T what)",
        "M A.Jug :: new()",
        "T A.Cup sealed",
        "T A.Jug class",
    ];

    [Fact]
    public void A_subset_of_the_real_lines_conforms_and_is_counted()
    {
        ApiComparison comparison = Compare(["T A.Cup sealed", "M A.Cup :: System.String Label[] {get;}"]);

        comparison.Wrong.Should().BeEmpty();
        comparison.Matched.Should().Be(2);
    }

    [Theory]
    [InlineData("M A.Cup :: System.String Label[] {get;set;}")]
    [InlineData("M A.Cup :: new(System.String Label)")]
    [InlineData("M A.Cup :: new(System.String label?)")]
    [InlineData("T A.Cup class")]
    public void A_line_that_differs_by_a_letter_is_wrong(string line) => Compare([line]).Wrong.Should().Equal(line);

    [Fact]
    public void A_wrong_line_is_described_with_the_real_lines_of_its_member_the_most_similar_first()
    {
        const string wrong = "M A.Cup :: System.Int32 Fill(System.String what, System.Boolean cold)";

        Compare([wrong]).DescribeWrongLines().ReplaceLineEndings("\n").Should().Be(
            $"\nwrong: {wrong}\n"
            + "real:  M A.Cup :: System.Int32 Fill(System.String what, System.Boolean hot)\n"
            + "real:  M A.Cup :: System.Int32 Fill(System.Int32 drops)\n");
    }

    [Fact]
    public void A_member_of_the_wrong_type_is_described_with_the_type_that_has_it() =>
        Compare([]).NearestTo("M A.Cup :: System.Void Pour<T>(T what)").Should().Equal("M A.Jug :: System.Void Pour<T>(T what)");

    [Fact]
    public void A_type_in_the_wrong_namespace_is_described_with_its_namesake()
    {
        Compare([]).NearestTo("T B.Jug class").Should().Equal("T A.Jug class");
        Compare([]).NearestTo("M B.Jug :: new()").Should().Equal("M A.Jug :: new()");
    }

    [Fact]
    public void A_name_that_the_real_api_lacks_is_described_as_such() =>
        Compare(["T A.Mug class"]).DescribeWrongLines().Should().Contain("nothing of that name");

    [Fact]
    public void An_exception_makes_a_line_conform_without_counting_it()
    {
        ApiComparison comparison = Compare(["T A.Mug class"], new ApiException("T A.Mug class", "a sample"));

        comparison.Wrong.Should().BeEmpty();
        comparison.Unneeded.Should().BeEmpty();
        comparison.Matched.Should().Be(0);
    }

    [Fact]
    public void An_exception_for_an_absent_line_or_for_a_real_one_is_unneeded()
    {
        ApiException absent = new("T A.Mug class", "a sample");
        ApiException real = new("T A.Jug class", "a sample");

        Compare(["T A.Jug class"], absent, real).Unneeded.Should().Equal(absent, real);
    }

    private static ApiComparison Compare(string[] rendered, params ApiException[] exceptions) => new(rendered, Real, exceptions);
}
