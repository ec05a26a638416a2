using Microsoft.SemanticKernel;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class PluginTests
{
    [Fact]
    public void A_plugin_holds_a_clone_that_knows_the_plugins_name()
    {
        var original = Sample.Function("F");

        var plugin = KernelPluginFactory.CreateFromFunctions("P", [original]);

        plugin["F"].Should().NotBeSameAs(original);
        plugin["F"].PluginName.Should().Be("P");
        plugin["F"].Metadata.PluginName.Should().Be("P");
        plugin["F"].ToString().Should().Be("P.F");
        original.PluginName.Should().BeNull();
        original.ToString().Should().Be("F");
        plugin.Contains(plugin["F"]).Should().BeTrue();
        plugin.Contains(original).Should().BeTrue("functions are looked up by name");
        plugin.Contains(Sample.Function("G")).Should().BeFalse();
    }

    [Fact]
    public void Functions_are_found_ignoring_case_and_listed_in_order()
    {
        var plugin = Sample.Plugin("P", "Zulu", "Alpha", "Mike");

        plugin.FunctionCount.Should().Be(3);
        plugin["aLPHA"].Name.Should().Be("Alpha");
        plugin.Contains("mike").Should().BeTrue();
        plugin.Select(function => function.Name).Should().Equal("Zulu", "Alpha", "Mike");
        plugin.GetFunctionsMetadata().Select(metadata => metadata.Name).Should().Equal("Zulu", "Alpha", "Mike");
    }

    [Fact]
    public void An_unknown_function_is_a_missing_key()
    {
        var plugin = Sample.Plugin("P", "F");

        plugin.TryGetFunction("G", out _).Should().BeFalse();
        plugin.Invoking(p => p["G"]).Should().Throw<KeyNotFoundException>();
    }

    [Fact]
    public void Two_functions_of_one_name_do_not_fit_into_a_plugin()
        => FluentActions.Invoking(() => Sample.Plugin("P", "Same", "SAME")).Should().Throw<ArgumentException>();

    [Theory]
    [InlineData("with-hyphen")]
    [InlineData("with space")]
    [InlineData("")]
    public void A_plugin_name_has_letters_digits_and_underscores_only(string name)
        => FluentActions.Invoking(() => Sample.Plugin(name, "F")).Should().Throw<ArgumentException>();

    [Fact]
    public void Plugins_are_found_ignoring_case_and_listed_in_order()
    {
        KernelPluginCollection plugins = [Sample.Plugin("Zulu", "A"), Sample.Plugin("Alpha", "B")];

        plugins.Count.Should().Be(2);
        plugins["zULU"].Name.Should().Be("Zulu");
        plugins.Contains("ALPHA").Should().BeTrue();
        plugins.Select(plugin => plugin.Name).Should().Equal("Zulu", "Alpha");
        plugins.GetFunctionsMetadata().Select(metadata => metadata.PluginName).Should().Equal("Zulu", "Alpha");
        plugins.Invoking(p => p["Mike"]).Should().Throw<KeyNotFoundException>();
    }

    [Fact]
    public void A_second_plugin_of_the_same_name_is_refused()
    {
        KernelPluginCollection plugins = [Sample.Plugin("P", "A")];

        plugins.Invoking(p => p.Add(Sample.Plugin("p", "B"))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_collection_compares_plugins_by_instance()
    {
        var plugin = Sample.Plugin("P", "A");
        KernelPluginCollection plugins = [plugin];

        plugins.Contains(Sample.Plugin("P", "A")).Should().BeFalse();
        plugins.Remove(Sample.Plugin("P", "A")).Should().BeFalse();
        plugins.Remove(plugin).Should().BeTrue();
        plugins.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_plugin_name_every_plugin_is_searched(string? pluginName)
    {
        KernelPluginCollection plugins = [Sample.Plugin("One", "A"), Sample.Plugin("Two", "B")];

        plugins.GetFunction(pluginName, "b").PluginName.Should().Be("Two");
        plugins.TryGetFunction("One", "B", out _).Should().BeFalse();
        plugins.Invoking(p => p.GetFunction("One", "B")).Should().Throw<KeyNotFoundException>();
    }

    [Fact]
    public void A_type_becomes_a_plugin_of_its_marked_methods()
    {
        var plugin = new Kernel().ImportPluginFromType<WeatherPlugin>();

        plugin.Name.Should().Be("WeatherPlugin");
        plugin.Description.Should().Be("Knows the weather.");
        plugin.Select(function => function.Name).Should().BeEquivalentTo("Forecast", "now", "Measure", "Secret");
    }

    [Fact]
    public void An_object_without_marked_methods_is_no_plugin()
        => FluentActions.Invoking(() => KernelPluginFactory.CreateFromObject(new object())).Should().Throw<ArgumentException>();

    [Fact]
    public void Imported_plugins_are_added_to_the_kernel_and_returned()
    {
        var kernel = new Kernel();

        var imported = kernel.ImportPluginFromFunctions("P", [Sample.Function("F")]);
        var created = kernel.CreatePluginFromFunctions("Q", [Sample.Function("G")]);
        var added = kernel.Plugins.AddFromObject(new WeatherPlugin(), "W");

        kernel.Plugins.Should().Equal(imported, added);
        created.Name.Should().Be("Q");
    }
}
