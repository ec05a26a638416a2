namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>One function on the wire.</summary>
public sealed class ToolDefinitionTests
{
    [Fact]
    [Trait("Contract", "T4")]
    [Trait("Contract", "T6")]
    [Trait("Contract", "P11")]
    public async Task A_plain_definition_is_flat_and_says_that_it_is_not_strict()
    {
        var tool = await ToolOf(Function("Looks up the weather.", Required("city", """{"type":"string","description":"The city"}"""), Optional("days", """{"type":"integer","minimum":1}""")));

        tool.ShouldBeJson("""
            {
              "type": "function", "name": "P-F", "description": "Looks up the weather.", "strict": false,
              "parameters": {
                "type": "object", "required": ["city"],
                "properties": { "city": { "type": "string", "description": "The city" }, "days": { "type": "integer", "minimum": 1 } }
              }
            }
            """);
        tool.At("parameters", "properties").EnumerateObject().Select(static property => property.Name).Should().Equal("city", "days");
    }

    [Fact]
    [Trait("Contract", "T4")]
    [Trait("Contract", "T8")]
    [Trait("Contract", "P12")]
    public async Task A_function_without_parameters_has_an_empty_object_and_an_empty_description()
    {
        var tool = await ToolOf(Harness.Function("F", () => 1));

        tool.ShouldBeJson("""
            {"type":"function","name":"P-F","description":"","strict":false,"parameters":{"type":"object","required":[],"properties":{}}}
            """);
    }

    [Fact]
    [Trait("Contract", "T5")]
    public async Task A_parameter_without_schema_is_a_string_with_its_description_and_default()
    {
        var tool = await ToolOf(Function("d", new KernelParameterMetadata("city") { Description = "The city", DefaultValue = "Rome" }));

        tool.At("parameters", "properties", "city").ShouldBeJson("""{"type":"string","description":"The city (default value: Rome)"}""");
    }

    [Fact]
    [Trait("Contract", "T5")]
    public async Task Schemas_of_method_parameters_are_inferred()
    {
        var properties = (await ToolOf(Harness.Function("F", (string city, int days = 2) => city + days))).At("parameters", "properties");

        properties.Text("city", "type").Should().Be("string");
        properties.Text("days", "type").Should().Be("integer");
        properties.Text("days", "description").Should().Contain("(default value: 2)");
    }

    [Fact]
    [Trait("Contract", "T7")]
    public async Task A_strict_definition_requires_everything_and_drops_what_strict_mode_does_not_take()
    {
        var tool = await ToolOf(strict: true, Function(
            "d",
            Required("place", """
                {"type":"object","properties":{"name":{"type":"string","minLength":2,"pattern":"^a"},"zip":{"type":"string","nullable":true}},"required":["name"]}
                """),
            Optional("days", """{"type":"integer","minimum":1,"default":2}"""),
            Optional("unit", """{"type":["string","null"],"format":"x"}""")));

        tool.At("strict").GetBoolean().Should().BeTrue();
        tool.At("parameters").ShouldBeJson("""
            {
              "type": "object", "additionalProperties": false, "required": ["place", "days", "unit"],
              "properties": {
                "place": {
                  "type": "object", "additionalProperties": false, "required": ["name", "zip"],
                  "properties": { "name": { "type": "string" }, "zip": { "type": ["string", "null"] } }
                },
                "days": { "type": ["integer", "null"] },
                "unit": { "type": ["string", "null"] }
              }
            }
            """);
    }

    [Fact]
    [Trait("Contract", "T7a")]
    public async Task A_property_named_like_a_keyword_stays_and_only_the_parameter_itself_may_be_null()
    {
        var tool = await ToolOf(strict: true, Function("d", Optional("file", """{"type":"object","properties":{"format":{"type":"string"},"default":{"type":"integer"}}}""")));

        // Better than stock, which drops these properties and allows null at every depth.
        tool.At("parameters", "properties", "file").ShouldBeJson("""
            {
              "type": ["object", "null"], "additionalProperties": false, "required": ["format", "default"],
              "properties": { "format": { "type": "string" }, "default": { "type": "integer" } }
            }
            """);
    }

    [Fact]
    [Trait("Contract", "T7")]
    public async Task A_strict_function_without_parameters_allows_none()
    {
        var tool = await ToolOf(strict: true, Harness.Function("F", () => 1));

        tool.At("parameters").ShouldBeJson("""{"type":"object","required":[],"properties":{},"additionalProperties":false}""");
    }

    private static KernelFunction Function(string description, params KernelParameterMetadata[] parameters) =>
        KernelFunctionFactory.CreateFromMethod(() => 1, "F", description, parameters);

    private static KernelParameterMetadata Required(string name, string schema) => new(name) { IsRequired = true, Schema = KernelJsonSchema.Parse(schema) };

    private static KernelParameterMetadata Optional(string name, string schema) => new(name) { IsRequired = false, Schema = KernelJsonSchema.Parse(schema) };

    private static Task<JsonElement> ToolOf(KernelFunction function) => ToolOf(strict: false, function);

    private static async Task<JsonElement> ToolOf(bool strict, KernelFunction function)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.With("P", function).AskAsync("go", new ResponsesWebSocketPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowStrictSchemaAdherence = strict }),
        });
        return harness.LastCreate.At("tools", 0);
    }
}
