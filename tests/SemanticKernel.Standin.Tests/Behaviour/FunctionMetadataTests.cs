using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class FunctionMetadataTests
{
    private readonly KernelPlugin _weather = KernelPluginFactory.CreateFromObject(new WeatherPlugin(), "Weather");

    [Fact]
    public void Descriptions_come_from_attributes()
    {
        var metadata = _weather["Forecast"].Metadata;

        metadata.Description.Should().Be("Says what it will be like.");
        metadata.ReturnParameter.Description.Should().Be("A sentence.");
        metadata.ReturnParameter.ParameterType.Should().Be<string>();
        metadata.Parameters.Select(parameter => parameter.Description).Should().Equal("Where", "Days");
    }

    [Fact]
    public void A_parameter_with_a_default_is_not_required()
    {
        var parameters = _weather["Forecast"].Metadata.Parameters;

        parameters.Select(parameter => (parameter.Name, parameter.IsRequired)).Should().Equal(("city", true), ("days", false));
        parameters[1].DefaultValue.Should().Be("3");
        parameters[0].DefaultValue.Should().BeNull();
    }

    [Fact]
    public void The_schema_carries_the_description_and_the_default()
    {
        var parameters = _weather["Forecast"].Metadata.Parameters;

        parameters[0].Schema!.ToString().Should().Be("""{"description":"Where","type":"string"}""");
        parameters[1].Schema!.ToString().Should().Be("""{"description":"Days (default value: 3)","type":"integer"}""");
    }

    [Theory]
    [InlineData(typeof(int), """{"type":"integer"}""")]
    [InlineData(typeof(double), """{"type":"number"}""")]
    [InlineData(typeof(bool), """{"type":"boolean"}""")]
    [InlineData(typeof(string), """{"type":"string"}""")]
    [InlineData(typeof(int?), """{"type":["integer","null"]}""")]
    [InlineData(typeof(Colour), """{"type":"string","enum":["Red","DarkBlue"]}""")]
    [InlineData(typeof(List<string>), """{"type":"array","items":{"type":"string"}}""")]
    public void Schemas_are_inferred_from_types(Type type, string schema)
        => new KernelParameterMetadata("p") { ParameterType = type }.Schema!.ToString().Should().Be(schema);

    [Fact]
    public void A_schema_given_outright_wins_over_the_type()
    {
        var parameter = new KernelParameterMetadata("p") { ParameterType = typeof(int) };
        parameter.Schema = KernelJsonSchema.Parse("""{ "type": "string" }""");

        parameter.Description = "changed";

        parameter.Schema.ToString().Should().Be("""{"type":"string"}""");
        parameter.Schema.RootElement.GetProperty("type").GetString().Should().Be("string");
    }

    [Fact]
    public void An_inferred_schema_follows_its_sources()
    {
        var parameter = new KernelParameterMetadata("p") { ParameterType = typeof(int) };
        parameter.Schema!.ToString().Should().Be("""{"type":"integer"}""");

        parameter.ParameterType = typeof(string);
        parameter.Description = "d";

        parameter.Schema!.ToString().Should().Be("""{"description":"d","type":"string"}""");
    }

    [Fact]
    public void Without_a_type_there_is_no_schema() => new KernelParameterMetadata("p").Schema.Should().BeNull();

    [Theory]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("")]
    public void A_function_name_has_letters_digits_underscores_and_hyphens_only(string name)
    {
        FluentActions.Invoking(() => new KernelFunctionMetadata(name)).Should().Throw<ArgumentException>();
        new KernelFunctionMetadata("a-b_1").Name.Should().Be("a-b_1");
    }

    [Fact]
    public void Parameter_names_differ_in_more_than_case()
        => FluentActions.Invoking(static () => KernelFunctionFactory.CreateFromMethod((string a, string b) => a + b, "F", parameters: [new("a"), new("A")]))
            .Should().Throw<ArgumentException>();

    [Fact]
    public void Explicit_metadata_replaces_what_the_method_says()
    {
        var function = KernelFunctionFactory.CreateFromMethod(
            (string city) => city,
            "F",
            "described",
            parameters: [new("city") { Description = "Where", IsRequired = false }],
            returnParameter: new() { Description = "what" });

        function.Description.Should().Be("described");
        function.Metadata.Parameters.Should().ContainSingle().Which.Description.Should().Be("Where");
        function.Metadata.ReturnParameter.Description.Should().Be("what");
    }

    [Fact]
    public void Asynchronous_methods_lose_the_suffix_and_marked_names_stay()
    {
        _weather.Contains("Measure").Should().BeTrue();
        _weather.Contains("MeasureAsync").Should().BeFalse();
        _weather.Contains("now").Should().BeTrue();
    }

    [Fact]
    public void A_synchronous_method_keeps_the_suffix()
        => KernelFunctionFactory.CreateFromMethod(LooksAsync).Name.Should().Contain("LooksAsync");

    [Fact]
    public void As_an_AIFunction_the_name_carries_the_plugin()
    {
        AIFunction function = _weather["now"];

        function.Name.Should().Be("Weather_now");
        ((AIFunction)Sample.Function("F")).Name.Should().Be("F");
        _weather.Contains("Weather_now").Should().BeTrue();
    }

    [Fact]
    public void The_functions_own_schema_lists_properties_and_the_required_ones()
    {
        var schema = _weather["Forecast"].JsonSchema;

        schema.GetProperty("type").GetString().Should().Be("object");
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Should().Equal("city", "days");
        schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Should().Equal("city");
        _weather["now"].JsonSchema.TryGetProperty("required", out _).Should().BeFalse();
    }

    private static string LooksAsync() => "no";
}
