using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Tools that the service runs itself, beside the kernel's functions.</summary>
public sealed class HostedToolsTests
{
    public static TheoryData<object, string> Hosted => new()
    {
        { """{"type":"image_generation","size":"auto"}""", """{"type":"image_generation","size":"auto"}""" },
        { """{"type":"custom","name":"c"}""".Json(), """{"type":"custom","name":"c"}""" },
        { new JsonObject { ["type"] = "shell" }, """{"type":"shell"}""" },
        { new Dictionary<string, object> { ["type"] = "shell" }, """{"type":"shell"}""" },
        { new HostedWebSearchTool(), """{"type":"web_search"}""" },
        {
            new HostedWebSearchTool(new Dictionary<string, object?> { ["SearchContextSize"] = new SdkLevel("low"), ["user_location"] = new SdkModel("""{"type":"approximate"}""") }),
            """{"type":"web_search","search_context_size":"low","user_location":{"type":"approximate"}}"""
        },
        { new HostedCodeInterpreterTool(), """{"type":"code_interpreter","container":{"type":"auto"}}""" },
        { new HostedCodeInterpreterTool { Inputs = [new HostedFileContent("file_1")] }, """{"type":"code_interpreter","container":{"type":"auto","file_ids":["file_1"]}}""" },
        { new HostedFileSearchTool { Inputs = [new HostedVectorStoreContent("vs_1")], MaximumResultCount = 3 }, """{"type":"file_search","vector_store_ids":["vs_1"],"max_num_results":3}""" },
        { new HostedMcpServerTool("docs", "https://mcp.example/sse"), """{"type":"mcp","server_label":"docs","server_url":"https://mcp.example/sse"}""" },
        {
            new HostedMcpServerTool("mail", "connector_gmail")
            {
                ServerDescription = "Mail", AllowedTools = ["read"], ApprovalMode = HostedMcpServerToolApprovalMode.NeverRequire,
            },
            """{"type":"mcp","server_label":"mail","connector_id":"connector_gmail","server_description":"Mail","allowed_tools":["read"],"require_approval":"never"}"""
        },
        {
            new HostedMcpServerTool("docs", "https://mcp.example/") { ApprovalMode = HostedMcpServerToolApprovalMode.RequireSpecific(["write"], ["read"]), Headers = new Dictionary<string, string> { ["X-Team"] = "a" } },
            """{"type":"mcp","server_label":"docs","server_url":"https://mcp.example/","headers":{"X-Team":"a"},"require_approval":{"always":{"tool_names":["write"]},"never":{"tool_names":["read"]}}}"""
        },
        { new HostedMcpServerTool("docs", "https://mcp.example/") { ApprovalMode = HostedMcpServerToolApprovalMode.AlwaysRequire }, """{"type":"mcp","server_label":"docs","server_url":"https://mcp.example/","require_approval":"always"}""" },
    };

    [Theory]
    [MemberData(nameof(Hosted))]
    public async Task A_hosted_tool_is_an_entry_of_tools(object tool, string expected)
    {
        var create = await CreateWith(new() { Tools = [tool] });

        create.At("tools").EnumerateArray().Should().ContainSingle().Which.ShouldBeJson(expected);
        create.Has("tool_choice").Should().BeFalse();
    }

    [Fact]
    [Trait("Contract", "P29")]
    public async Task Functions_come_first_and_the_choice_is_theirs()
    {
        var create = await CreateWith(new() { Tools = [new HostedCodeInterpreterTool()], WebSearchOptions = "{}", FunctionChoiceBehavior = FunctionChoiceBehavior.Required(autoInvoke: false) });

        create.At("tools").EnumerateArray().Select(static tool => tool.Text("type")).Should().Equal("function", "code_interpreter", "web_search");
        create.Text("tool_choice").Should().Be("required");
    }

    [Fact]
    public async Task Hosted_tools_stay_in_every_round()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));

        await harness.With("P", () => 1).AskAsync("go", new ResponsesWebSocketPromptExecutionSettings { Tools = [new HostedWebSearchTool()], FunctionChoiceBehavior = FunctionChoiceBehavior.Required() });

        harness.Creates[1].At("tools").ShouldBeJson("""[{"type":"web_search"}]""");
        harness.Creates[1].Has("tool_choice").Should().BeFalse();
    }

    [Fact]
    public async Task Tools_in_extension_data_are_read()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("a"), Answers.Text("b"));

        await harness.AskAsync("go", new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["tools"] = new AITool[] { new HostedWebSearchTool() } } });
        await harness.AskAsync("go", JsonSerializer.Deserialize<PromptExecutionSettings>("""{"tools":[{"type":"web_search"}]}"""));

        harness.Creates.Should().HaveCount(2).And.OnlyContain(static create => create.At("tools").GetRawText() == """[{"type":"web_search"}]""");
    }

    public static TheoryData<object> NoTools => ["text", "[]", "{}", """{"type":3}""", "null".Json(), """{"type":"function","name":"f"}""", AIFunctionFactory.Create(() => 1, "f"), Harness.Function("F", () => 1)];

    [Theory]
    [MemberData(nameof(NoTools))]
    public async Task What_is_no_hosted_tool_is_refused(object tool)
    {
        var asking = () => CreateWith(new() { Tools = [tool] });

        await asking.Should().ThrowAsync<ArgumentException>().WithMessage("*Tools*");
    }

    [Fact]
    public async Task What_is_not_known_is_refused()
    {
        var number = () => CreateWith(new() { Tools = [3] });
        var unknown = () => CreateWith(new() { Tools = [new UnknownTool()] });
        var inputs = () => CreateWith(new() { Tools = [new HostedFileSearchTool { Inputs = [new HostedFileContent("f")] }] });
        var twice = () => CreateWith(new() { Tools = ["""{"type":"web_search_preview"}"""], WebSearchOptions = "{}" });

        await number.Should().ThrowAsync<NotSupportedException>().WithMessage("Tools of type 'System.Int32'*");
        await unknown.Should().ThrowAsync<NotSupportedException>().WithMessage("*UnknownTool*");
        await inputs.Should().ThrowAsync<NotSupportedException>().WithMessage("*HostedVectorStoreContent*");
        await twice.Should().ThrowAsync<ArgumentException>().WithMessage("WebSearchOptions and a web search in Tools*");
    }

    private static async Task<JsonElement> CreateWith(ResponsesWebSocketPromptExecutionSettings settings)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        await harness.With("P", () => 1).AskAsync("go", settings);
        return harness.LastCreate;
    }

    private sealed class UnknownTool : AITool;
}
