using System.Text.Json;
using Microsoft.SemanticKernel;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class KernelArgumentsTests
{
    [Fact]
    public void Names_ignore_case()
    {
        var arguments = new KernelArguments { ["City"] = "Bonn" };

        arguments["CITY"].Should().Be("Bonn");
        arguments.ContainsName("city").Should().BeTrue();
        arguments.Names.Should().Equal("City");
        arguments.ContainsName("zip").Should().BeFalse();
    }

    [Fact]
    public void A_copy_is_independent_and_ignores_case_too()
    {
        var settings = new PromptExecutionSettings();
        var source = new KernelArguments(settings) { ["a"] = 1 };

        var copy = new KernelArguments(source) { ["A"] = 2 };

        source["a"].Should().Be(1);
        copy["a"].Should().Be(2);
        copy.ExecutionSettings!["default"].Should().BeSameAs(settings);
    }

    [Fact]
    public void Settings_are_kept_by_service_id()
    {
        var first = new PromptExecutionSettings { ServiceId = "one" };
        var second = new PromptExecutionSettings();

        var arguments = new KernelArguments([first, second]);

        arguments.ExecutionSettings!["one"].Should().BeSameAs(first);
        arguments.ExecutionSettings["default"].Should().BeSameAs(second);
        new KernelArguments(second).ExecutionSettings!["default"].Should().BeSameAs(second);
        new KernelArguments().ExecutionSettings.Should().BeNull();
    }

    [Fact]
    public void Two_settings_of_one_service_are_refused()
    {
        FluentActions.Invoking(() => new KernelArguments([new PromptExecutionSettings(), new PromptExecutionSettings()]))
            .Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Settings_stand_under_their_own_service_id()
    {
        var misplaced = new Dictionary<string, PromptExecutionSettings> { ["one"] = new() { ServiceId = "two" } };

        new KernelArguments().Invoking(a => a.ExecutionSettings = misplaced).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void The_json_form_is_a_plain_object_without_settings()
    {
        var arguments = new KernelArguments(new PromptExecutionSettings()) { ["text"] = "x", ["number"] = 1, ["none"] = null };

        var json = JsonSerializer.Serialize(arguments);

        json.Should().Be("""{"text":"x","number":1,"none":null}""");
    }

    [Fact]
    public void Json_values_come_back_as_elements_and_null_as_null()
    {
        var arguments = JsonSerializer.Deserialize<KernelArguments>("""{"Text":"x","none":null}""")!;

        arguments["text"].Should().BeOfType<JsonElement>().Which.GetString().Should().Be("x");
        arguments["NONE"].Should().BeNull();
        JsonSerializer.Deserialize<KernelArguments>("null").Should().BeNull();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"x\"")]
    public void Other_json_is_refused(string json)
        => FluentActions.Invoking(() => JsonSerializer.Deserialize<KernelArguments>(json)).Should().Throw<JsonException>();
}
