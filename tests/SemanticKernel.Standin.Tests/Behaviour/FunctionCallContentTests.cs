using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class FunctionCallContentTests
{
    [Fact]
    public void Fragments_of_one_call_are_put_together()
    {
        var call = Build(new("c1", "P-F", ""), new(null, null, """{"a":"""), new(null, null, "1}")).Should().ContainSingle().Subject;

        (call.Id, call.PluginName, call.FunctionName).Should().Be(("c1", "P", "F"));
        call.Arguments!["a"].Should().Be("1");
        call.Exception.Should().BeNull();
    }

    [Fact]
    public void Calls_of_one_response_are_told_apart_by_index()
    {
        var calls = Build(new("c1", "P-F", "{}"), new("c2", "G", "{", 1), new(null, null, "}", 1));

        calls.Select(call => (call.Id, call.PluginName, call.FunctionName)).Should().Equal(("c1", "P", "F"), ("c2", null, "G"));
        calls.Should().OnlyContain(call => call.Exception == null);
    }

    [Fact]
    public void Calls_of_two_requests_do_not_mix()
    {
        var calls = Build(
            new("c1", "P-F", """{"a":"x"}"""),
            new StreamingFunctionCallUpdateContent("c2", "P-F", """{"a":"y"}""") { RequestIndex = 1 });

        calls.Select(call => call.Arguments!["a"]).Should().Equal("x", "y");
    }

    [Fact]
    public void A_call_without_arguments_has_none_and_no_error()
    {
        var call = Build(new StreamingFunctionCallUpdateContent("c1", "P-F", "")).Single();

        call.Arguments.Should().BeNull();
        call.Exception.Should().BeNull();
    }

    [Fact]
    public void Invalid_arguments_are_kept_as_an_exception()
    {
        var call = Build(new StreamingFunctionCallUpdateContent("c1", "P-F", "{oops")).Single();

        call.Arguments.Should().BeNull();
        call.Exception.Should().BeOfType<KernelException>().Which.Message.Should().Be("Error: Function call arguments were invalid JSON.");
    }

    [Fact]
    public void Fragments_without_an_id_are_no_call()
    {
        Build(new StreamingFunctionCallUpdateContent(null, "P-F", "{}")).Should().BeEmpty();
        new FunctionCallContentBuilder().Build().Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_is_invoked_through_the_kernel()
    {
        var kernel = new Kernel();
        kernel.ImportPluginFromFunctions("P", [KernelFunctionFactory.CreateFromMethod((int a) => a + 1, "F")]);

        var result = await new FunctionCallContent("F", "P", "c1", new() { ["a"] = "1" }).InvokeAsync(kernel);

        (result.CallId, result.PluginName, result.FunctionName, result.Result).Should().Be(("c1", "P", "F", 2));
        result.InnerContent.Should().BeOfType<FunctionResult>();
    }

    [Fact]
    public async Task A_broken_or_unknown_call_throws()
    {
        var broken = new FunctionCallContent("F", "P") { Exception = new KernelException("broken") };

        await broken.Invoking(c => c.InvokeAsync(new Kernel())).Should().ThrowAsync<KernelException>().WithMessage("broken");
        await new FunctionCallContent("F", "P").Invoking(c => c.InvokeAsync(new Kernel())).Should().ThrowAsync<KeyNotFoundException>();
    }

    [Fact]
    public void A_result_becomes_a_tool_message()
    {
        var result = new FunctionResultContent(new FunctionCallContent("F", "P", "c1"), "done");

        var message = result.ToChatMessage();

        message.Role.Should().Be(AuthorRole.Tool);
        message.Items.Should().ContainSingle().Which.Should().BeSameAs(result);
        message.Content.Should().BeNull();
    }

    [Fact]
    public void A_result_made_of_a_FunctionResult_holds_its_value()
        => new FunctionResultContent(new FunctionCallContent("F"), new FunctionResult(Sample.Function(), 5)).Result.Should().Be(5);

    [Fact]
    public void Calls_are_found_in_a_message()
    {
        var call = new FunctionCallContent("F");
        var message = new ChatMessageContent(AuthorRole.Assistant, [new TextContent("x"), call]);

        FunctionCallContent.GetFunctionCalls(message).Should().Equal(call);
    }

    private static IReadOnlyList<FunctionCallContent> Build(params StreamingFunctionCallUpdateContent[] updates)
    {
        var builder = new FunctionCallContentBuilder();
        foreach (var update in updates)
        {
            builder.Append(new StreamingChatMessageContent(AuthorRole.Assistant, content: null) { Items = [update] });
        }

        return builder.Build();
    }
}
