using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class PromptTests
{
    private readonly EchoService _service = new();
    private readonly Kernel _kernel;

    public PromptTests() => _kernel = KernelWith(_service);

    [Fact]
    public async Task A_prompt_becomes_one_user_message_with_the_callers_settings_and_kernel()
    {
        var settings = new PromptExecutionSettings { ModelId = "echo" };

        await _kernel.InvokePromptAsync("hi there", new(settings));

        var request = _service.Requests.Should().ContainSingle().Subject;
        var message = request.History.Should().ContainSingle().Subject;
        (message.Role, message.Content).Should().Be((AuthorRole.User, "hi there"));
        request.Settings.Should().BeSameAs(settings);
        request.Kernel.Should().BeSameAs(_kernel);
    }

    [Fact]
    public async Task One_reply_is_the_value_and_its_metadata_the_results()
    {
        var result = await _kernel.InvokePromptAsync("hi");

        result.ToString().Should().Be("hi");
        result.GetValue<ChatMessageContent>()!.Role.Should().Be(AuthorRole.Assistant);
        result.GetValue<string>().Should().Be("hi");
        result.Metadata!["from"].Should().Be("echo");
        result.RenderedPrompt.Should().Be("hi");
        (await _kernel.InvokePromptAsync<string>("hi")).Should().Be("hi");
    }

    [Fact]
    public async Task Several_replies_are_a_list_and_none_is_no_value()
    {
        var several = await KernelWith(new EchoService { Replies = 2 }).InvokePromptAsync("hi");
        var none = await KernelWith(new EchoService { Replies = 0 }).InvokePromptAsync("hi");

        several.GetValue<IReadOnlyList<ChatMessageContent>>().Should().HaveCount(2);
        none.GetValue<object>().Should().BeNull();
    }

    [Fact]
    public async Task Variables_are_filled_in_and_html_encoded()
    {
        var result = await _kernel.InvokePromptAsync("<b>{{$name}}</b> & {{ $none }}", new() { ["NAME"] = "<x>" });

        result.RenderedPrompt.Should().Be("<b>&lt;x&gt;</b> & ");
    }

    [Fact]
    public async Task A_trusted_variable_is_not_encoded_and_a_default_fills_a_gap()
    {
        var config = new PromptTemplateConfig("{{$raw}} {{$other}}")
        {
            InputVariables = [new() { Name = "raw", AllowDangerouslySetContent = true }, new() { Name = "other", Default = "given" }],
        };

        var result = await _kernel.CreateFunctionFromPrompt(config).InvokeAsync(_kernel, new() { ["raw"] = "<x>" });

        result.RenderedPrompt.Should().Be("<x> given");
    }

    [Fact]
    public async Task Messages_in_a_prompt_become_a_history()
    {
        await _kernel.InvokePromptAsync(
            """<message role="system">short</message><message role="user">{{$q}}</message>""",
            new() { ["q"] = "a < b" });

        _service.Requests.Single().History.Select(message => (message.Role.Label, message.Content))
            .Should().Equal(("system", "short"), ("user", "a < b"));
    }

    [Fact]
    public async Task Settings_of_the_template_apply_when_the_call_has_none()
    {
        var function = _kernel.CreateFunctionFromPrompt("hi", new PromptExecutionSettings { ModelId = "echo" }, functionName: "Greet");

        await function.InvokeAsync(_kernel);

        function.Name.Should().Be("Greet");
        function.ExecutionSettings!["default"].IsFrozen.Should().BeTrue();
        _service.Requests.Single().Settings!.ModelId.Should().Be("echo");
    }

    [Fact]
    public async Task Streams_are_read_as_text()
        => (await Collect(_kernel.InvokePromptStreamingAsync<string>("one two"))).Should().Equal("one", "two", "");

    [Fact]
    public async Task Streams_are_read_as_bytes()
        => (await Collect(_kernel.InvokePromptStreamingAsync<byte[]>("one two")))
            .Select(Encoding.UTF8.GetString).Should().Equal("one", "two", "");

    [Fact]
    public async Task Streams_are_read_as_chunks_and_as_their_inner_content()
    {
        var chunks = await Collect(_kernel.InvokePromptStreamingAsync("one two"));
        var typed = await Collect(_kernel.InvokePromptStreamingAsync<StreamingChatMessageContent>("one two"));
        var inner = await Collect(_kernel.InvokePromptStreamingAsync<Place>("one two"));

        chunks.Should().HaveCount(3).And.AllBeOfType<StreamingChatMessageContent>();
        typed.Select(chunk => chunk.Content).Should().Equal("one", "two", null);
        inner.Select(place => place.City).Should().Equal("one", "two", "end");
    }

    [Fact]
    public async Task Streams_cannot_be_read_as_anything()
        => await FluentActions.Awaiting(() => Collect(_kernel.InvokePromptStreamingAsync<Uri>("one")))
            .Should().ThrowAsync<NotSupportedException>();

    [Fact]
    public async Task Without_a_service_a_prompt_fails()
        => await new Kernel().Invoking(k => k.InvokePromptAsync("hi")).Should().ThrowAsync<KernelException>()
            .WithMessage("No service was found for any of the supported types:*");

    [Fact]
    public async Task A_blank_prompt_is_refused()
        => await _kernel.Invoking(k => k.InvokePromptAsync(" ")).Should().ThrowAsync<ArgumentException>();

    [Fact]
    public async Task A_render_filter_changes_the_prompt()
    {
        _kernel.PromptRenderFilters.Add(new Filter(async (context, next) =>
        {
            await next(context);
            context.RenderedPrompt += "!";
        }));

        (await _kernel.InvokePromptAsync("hi")).RenderedPrompt.Should().Be("hi!");
        _service.Requests.Single().History.Single().Content.Should().Be("hi!");
    }

    [Fact]
    public async Task A_render_filter_answers_in_place_of_the_model()
    {
        _kernel.PromptRenderFilters.Add(new Filter(async (context, next) =>
        {
            await next(context);
            context.Result = new FunctionResult(context.Function, "cached");
        }));

        (await _kernel.InvokePromptAsync<string>("hi")).Should().Be("cached");
        _service.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_template_is_read_from_json()
    {
        var config = PromptTemplateConfig.FromJson(
            """
            {
              "name": "N", "description": "d", "template": "{{$x}}",
              "input_variables": [{ "name": "x", "is_required": false }],
              "execution_settings": { "default": { "model_id": "m", "max_tokens": 5 } }
            }
            """);

        (config.Name, config.Description, config.Template, config.TemplateFormat).Should().Be(("N", "d", "{{$x}}", "semantic-kernel"));
        config.InputVariables.Should().ContainSingle().Which.IsRequired.Should().BeFalse();
        config.DefaultExecutionSettings!.ModelId.Should().Be("m");
        config.DefaultExecutionSettings.ExtensionData.Should().ContainKey("max_tokens");
    }

    private static Kernel KernelWith(IChatCompletionService service)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(service);
        return builder.Build();
    }

    private static async Task<List<T>> Collect<T>(IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    private sealed class Filter(Func<PromptRenderContext, Func<PromptRenderContext, Task>, Task> body) : IPromptRenderFilter
    {
        public Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next) => body(context, next);
    }
}
