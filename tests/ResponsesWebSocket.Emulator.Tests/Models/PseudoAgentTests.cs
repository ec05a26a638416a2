using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResponsesWebSocket.Emulator.Tests.Models;

public sealed class PseudoAgentTests
{
    private static readonly string[] ToolNames = ["Workspace-list_files", "Workspace-read_file", "Workspace-search_text", "Workspace-write_report"];

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(9, false)]
    [InlineData(40, false)]
    [InlineData(9, true)]
    public async Task The_agent_explores_reports_and_ends(int files, bool brokenTools)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedAgentModel() });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var workspace = new Workspace(files, brokenTools);

        var (turns, end) = await RunAsync(socket, workspace);

        workspace.Calls.Should().HaveCountGreaterThanOrEqualTo(21).And.OnlyHaveUniqueItems("no call is made twice");
        turns.Should().BeInRange(13, 20);
        workspace.BatchSizes.Should().Contain(1).And.Contain(static size => size > 1).And.OnlyContain(static size => size <= 4);
        workspace.Calls[0].Should().StartWith("Workspace-list_files");
        workspace.Calls.Count(static call => call.StartsWith("Workspace-write_report", StringComparison.Ordinal)).Should().Be(1);
        workspace.Calls[^1].Should().StartWith("Workspace-write_report");
        end.OutputText().Should().Contain("Workspace report");
    }

    [Fact]
    public async Task The_report_quotes_lines_of_the_files()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedAgentModel() });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var workspace = new Workspace(3, broken: false);

        await RunAsync(socket, workspace);

        for (var i = 1; i <= 3; i++)
        {
            workspace.Report.Should().Contain($"### src/file{i}.txt").And.Contain($"> opening of number{i}");
        }
    }

    [Fact]
    public async Task Without_its_tools_the_agent_says_which_it_needs()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedAgentModel() });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync("go", more: ""","tools":[{"type":"function","name":"X-read_file","parameters":{}}]""");

        end.OutputText().Should().EndWith("list_files, search_text, write_report.");
    }

    [Fact]
    public async Task Without_parallel_calls_the_agent_makes_one_per_turn()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new ScriptedAgentModel() });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        var workspace = new Workspace(9, broken: false);

        await RunAsync(socket, workspace, ""","parallel_tool_calls":false""");

        workspace.BatchSizes.Should().OnlyContain(static size => size == 1);
    }

    private static async Task<(int Turns, JsonElement End)> RunAsync(BareSocket socket, Workspace workspace, string more = "")
    {
        var tools = ",\"tools\":["
            + string.Join(',', ToolNames.Select(static name => $$$"""{"type":"function","name":"{{{name}}}","parameters":{}}""")) + "]" + more;
        var end = await socket.AskAsync("Explore the workspace.", more: tools);
        var turns = 1;
        while (end.At("response", "output", 0).Text("type") == "function_call")
        {
            var results = workspace.Answer([.. end.At("response", "output").EnumerateArray()]);
            await socket.CreateAsync($"\"previous_response_id\":\"{end.ResponseId()}\",\"input\":{results.ToJsonString()}{tools}");
            end = (await socket.ReceiveTurnAsync())[^1];
            turns++;
        }

        return (turns, end);
    }

    private sealed class Workspace(int files, bool broken)
    {
        public List<string> Calls { get; } = [];

        public List<int> BatchSizes { get; } = [];

        public string Report { get; private set; } = string.Empty;

        public JsonArray Answer(IReadOnlyList<JsonElement> calls)
        {
            BatchSizes.Add(calls.Count);
            return [.. calls.Select(Answer)];
        }

        private JsonObject Answer(JsonElement call)
        {
            var name = call.Text("name")!;
            var arguments = JsonDocument.Parse(call.Text("arguments")!).RootElement;
            Calls.Add($"{name} {call.Text("arguments")}");
            return new()
            {
                ["type"] = "function_call_output",
                ["call_id"] = call.Text("call_id"),
                ["output"] = broken && name != ToolNames[0] ? "Error: not now" : Run(name, arguments),
            };
        }

        private string Run(string name, JsonElement arguments)
        {
            switch (name)
            {
                case "Workspace-list_files":
                    return string.Join('\n', Enumerable.Range(1, files).Select(static i => $"src/file{i}.txt"));
                case "Workspace-read_file":
                    var path = arguments.Text("path")!;
                    var number = path["src/file".Length..^".txt".Length];
                    return $"opening of number{number}\n\n  second line\nword{number} closes";
                case "Workspace-search_text":
                    return $"src/file1.txt:1: {arguments.Text("text")}";
                default:
                    Report = arguments.Text("content")!;
                    arguments.Text("title").Should().NotBeNullOrEmpty();
                    return "written";
            }
        }
    }
}
