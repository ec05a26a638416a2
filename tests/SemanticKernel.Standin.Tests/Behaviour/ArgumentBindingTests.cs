using System.Globalization;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class ArgumentBindingTests
{
    [Fact]
    public Task Text_becomes_an_int() => Binds((int v) => v, "42", 42);

    [Fact]
    public Task Text_becomes_a_long() => Binds((long v) => v, "-5000000000", -5000000000L);

    [Fact]
    public Task Text_becomes_a_double() => Binds((double v) => v, "1.5", 1.5);

    [Fact]
    public Task Text_becomes_a_bool() => Binds((bool v) => v, "true", true);

    [Fact]
    public Task Text_as_a_builder_writes_it_becomes_a_bool() => Binds((bool v) => v, "True", true);

    [Fact]
    public Task Text_becomes_a_guid()
        => Binds((Guid v) => v, "6f9619ff-8b86-d011-b42d-00c04fc964ff", Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"));

    [Fact]
    public Task Text_becomes_an_enum() => Binds((Colour v) => v, "DarkBlue", Colour.DarkBlue);

    [Fact]
    public Task Text_becomes_a_date() => Binds((DateTime v) => v, "2024-02-29", new DateTime(2024, 2, 29));

    [Fact]
    public Task Text_becomes_a_uri() => Binds((Uri v) => v, "https://example.org/a", new Uri("https://example.org/a"));

    [Fact]
    public Task Text_becomes_a_nullable() => Binds((int? v) => v, "7", 7);

    [Fact]
    public Task An_assignable_value_passes_as_it_is()
    {
        var list = new List<int> { 1 };
        return Binds((IEnumerable<int> v) => v, list, list);
    }

    [Fact]
    public Task Json_text_becomes_an_object()
        => Binds((Place v) => v, """{"City":"Bonn","Zip":53111}""", new Place("Bonn", 53111));

    [Fact]
    public Task A_json_element_becomes_an_object()
        => Binds((Place v) => v, JsonSerializer.SerializeToElement(new Place("Bonn", 53111)), new Place("Bonn", 53111));

    [Fact]
    public Task A_json_number_becomes_an_int() => Binds((int v) => v, JsonSerializer.SerializeToElement(12), 12);

    [Fact]
    public Task A_json_string_becomes_text() => Binds((string v) => v, JsonSerializer.SerializeToElement("x"), "x");

    [Fact]
    public async Task Json_text_becomes_a_list()
    {
        var function = KernelFunctionFactory.CreateFromMethod((List<string> v) => string.Join('+', v), "F");

        (await function.InvokeAsync<string>(Sample.Kernel, new() { ["v"] = """["a","b"]""" })).Should().Be("a+b");
    }

    [Fact]
    public async Task Null_passes_for_references_and_nullables()
    {
        var function = KernelFunctionFactory.CreateFromMethod((string? a, int? b) => a is null && b is null, "F");

        (await function.InvokeAsync<bool>(Sample.Kernel, new() { ["a"] = null, ["b"] = null })).Should().BeTrue();
    }

    [Fact]
    public async Task Names_of_arguments_ignore_case()
    {
        var function = KernelFunctionFactory.CreateFromMethod((string cityName) => cityName, "F");

        (await function.InvokeAsync<string>(Sample.Kernel, new() { ["CITYNAME"] = "Bonn" })).Should().Be("Bonn");
    }

    [Fact]
    public async Task The_kernels_culture_reads_numbers_first_and_the_invariant_one_next()
    {
        var kernel = new Kernel { Culture = Sample.CommaCulture() };
        var function = KernelFunctionFactory.CreateFromMethod((double v) => v, "F");

        (await function.InvokeAsync<double>(kernel, new() { ["v"] = "1,5" })).Should().Be(1.5);
        (await function.InvokeAsync<double>(kernel, new() { ["v"] = "2.5" })).Should().Be(2.5);
    }

    [Fact]
    public async Task A_missing_argument_takes_the_default()
    {
        var plugin = KernelPluginFactory.CreateFromObject(new WeatherPlugin());

        (await plugin["Forecast"].InvokeAsync<string>(Sample.Kernel, new() { ["city"] = "Bonn" })).Should().Be("Bonn in 3");
        (await plugin["Forecast"].InvokeAsync<string>(Sample.Kernel, new() { ["city"] = "Bonn", ["days"] = "5" })).Should().Be("Bonn in 5");
    }

    [Fact]
    public async Task A_missing_argument_without_a_default_is_named()
    {
        var function = KernelFunctionFactory.CreateFromMethod((string city) => city, "F");

        var thrown = await function.Invoking(f => f.InvokeAsync(Sample.Kernel)).Should().ThrowAsync<KernelException>();

        thrown.WithMessage("Missing argument for function parameter 'city'*").WithInnerException<ArgumentException>();
    }

    [Fact]
    public async Task Text_that_is_no_number_is_out_of_range()
    {
        var function = KernelFunctionFactory.CreateFromMethod((int count) => count, "F");

        var thrown = await function.Invoking(f => f.InvokeAsync(Sample.Kernel, new() { ["count"] = "many" }))
            .Should().ThrowAsync<ArgumentOutOfRangeException>();

        thrown.Which.ParamName.Should().Be("count");
        thrown.Which.ActualValue.Should().Be("many");
    }

    private static async Task Binds<T>(Func<T, T> echo, object? given, T expected)
    {
        var function = KernelFunctionFactory.CreateFromMethod(echo.Method, echo.Target, "F");
        var name = function.Metadata.Parameters.Single().Name;
        var kernel = new Kernel { Culture = CultureInfo.InvariantCulture };

        var result = await function.InvokeAsync(kernel, new KernelArguments { [name] = given });

        result.GetValue<T>().Should().Be(expected);
    }
}
