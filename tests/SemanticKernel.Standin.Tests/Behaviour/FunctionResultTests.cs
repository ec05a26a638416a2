using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class FunctionResultTests
{
    [Fact]
    public async Task Tasks_and_value_tasks_are_awaited()
    {
        (await Value(() => 1)).Should().Be(1);
        (await Value(() => Task.FromResult(2))).Should().Be(2);
        (await Value(() => ValueTask.FromResult(3))).Should().Be(3);
        (await Value(async () => await Task.Yield())).Should().BeNull();
        (await Value(() => ValueTask.CompletedTask)).Should().BeNull();
        (await Value(() => { })).Should().BeNull();
    }

    [Fact]
    public async Task A_result_made_by_the_method_passes_through()
    {
        var own = new FunctionResult(Sample.Function(), "mine");
        var function = KernelFunctionFactory.CreateFromMethod(() => Task.FromResult(own), "F");

        (await function.InvokeAsync(Sample.Kernel)).Should().BeSameAs(own);
    }

    [Fact]
    public async Task An_exception_of_the_method_arrives_unwrapped()
    {
        var thrown = new InvalidTimeZoneException("mine");
        var direct = KernelFunctionFactory.CreateFromMethod(string () => throw thrown, "F");
        var later = KernelFunctionFactory.CreateFromMethod(
            async Task<string> () =>
            {
                await Task.Yield();
                throw thrown;
            },
            "F");

        await Throws(direct);
        await Throws(later);

        async Task Throws(KernelFunction function)
        {
            var caught = await function.Invoking(f => f.InvokeAsync(Sample.Kernel)).Should().ThrowAsync<InvalidTimeZoneException>();
            caught.Which.Should().BeSameAs(thrown);
        }
    }

    [Fact]
    public void GetValue_returns_the_exact_type_and_null_as_default()
    {
        Result(5).GetValue<int>().Should().Be(5);
        Result(5).GetValue<object>().Should().Be(5);
        Result(null).GetValue<int>().Should().Be(0);
        Result(null).GetValue<string>().Should().BeNull();
    }

    [Fact]
    public void GetValue_of_another_type_is_an_invalid_cast()
        => Result(5).Invoking(r => r.GetValue<string>()).Should().Throw<InvalidCastException>().WithMessage("Cannot cast *");

    [Fact]
    public void GetValue_reads_text_and_inner_content_of_contents()
    {
        var inner = new Place("Bonn", 1);
        var result = Result(new ChatMessageContent(AuthorRole.Assistant, "hello", innerContent: inner));

        result.GetValue<string>().Should().Be("hello");
        result.GetValue<Place>().Should().BeSameAs(inner);
        result.GetValue<ChatMessageContent>()!.Content.Should().Be("hello");
        result.ToString().Should().Be("hello");
    }

    [Fact]
    public void The_text_of_a_result_follows_its_culture()
    {
        new FunctionResult(Sample.Function(), 1.5).ToString().Should().Be("1.5");
        new FunctionResult(Sample.Function(), 1.5, Sample.CommaCulture()).ToString().Should().Be("1,5");
        Result(null).ToString().Should().BeEmpty();
    }

    [Fact]
    public void A_copy_takes_the_new_value_and_keeps_the_rest()
    {
        var metadata = new Dictionary<string, object?> { ["k"] = 1 };
        var original = new FunctionResult(Sample.Function(), "old", Sample.CommaCulture(), metadata);

        var copy = new FunctionResult(original, 1.5);

        copy.GetValue<double>().Should().Be(1.5);
        copy.ValueType.Should().Be<double>();
        copy.ToString().Should().Be("1,5");
        copy.Metadata.Should().BeSameAs(metadata);
        copy.Function.Should().BeSameAs(original.Function);
    }

    [Fact]
    public void A_copy_without_a_value_keeps_the_old_one()
        => new FunctionResult(Result("old")).GetValue<string>().Should().Be("old");

    [Fact]
    public async Task A_method_streams_its_value_as_one_item()
    {
        var function = KernelFunctionFactory.CreateFromMethod(() => "all", "F");
        List<string> texts = [];
        List<StreamingKernelContent> chunks = [];

        await foreach (var text in function.InvokeStreamingAsync<string>(Sample.Kernel))
        {
            texts.Add(text);
        }

        await foreach (var chunk in function.InvokeStreamingAsync(Sample.Kernel))
        {
            chunks.Add(chunk);
        }

        texts.Should().Equal("all");
        chunks.Should().ContainSingle().Which.Should().BeOfType<StreamingMethodContent>().Which.Content.Should().Be("all");
    }

    private static FunctionResult Result(object? value) => new(Sample.Function(), value);

    private static async Task<object?> Value(Delegate method)
        => (await KernelFunctionFactory.CreateFromMethod(method, "F").InvokeAsync(Sample.Kernel)).GetValue<object>();
}
