using System.Text.RegularExpressions;

namespace ResponsesWebSocket.Emulator.Tests.Scripts;

/// <summary>How scripts are written: the reader and the schema agree, and mistakes are named.</summary>
public sealed partial class ScriptFormTests
{
    /// <summary>For each object that the schema describes: a script that holds it with a member that nothing knows, and whatever it needs besides.</summary>
    private static readonly Dictionary<string, string> Probes = new()
    {
        ["turn"] = Turn("\"text\":\"x\",\"bogus\":1"),
        ["condition"] = Turn("\"text\":\"x\",\"when\":{\"bogus\":1}"),
        ["incomplete"] = Turn("\"incomplete\":{\"reason\":\"r\",\"bogus\":1}"),
        ["failed"] = Turn("\"failed\":{\"code\":\"r\",\"bogus\":1}"),
        ["error"] = Turn("\"error\":{\"code\":\"server_error\",\"bogus\":1}"),
        ["before"] = Turn("\"text\":\"x\",\"before\":[{\"event\":\"e\",\"send\":{\"type\":\"t\"},\"bogus\":1}]"),
        ["message"] = Output("message", "\"parts\":[],\"bogus\":1", "\"text\":\"x\",\"bogus\":1"),
        ["refusal"] = Output("refusal", "\"text\":\"x\",\"bogus\":1"),
        ["reasoning"] = Output("reasoning", "\"bogus\":1"),
        ["function_call"] = Output("function_call", "\"name\":\"n\",\"bogus\":1"),
        ["custom_tool_call"] = Output("custom_tool_call", "\"name\":\"n\",\"input\":\"i\",\"bogus\":1"),
        ["web_search_call"] = Output("web_search_call", "\"query\":\"q\",\"bogus\":1"),
        ["web_page_call"] = Output("web_page_call", "\"url\":\"q\",\"bogus\":1"),
        ["file_search_call"] = Output("file_search_call", "\"queries\":\"q\",\"bogus\":1"),
        ["code_interpreter_call"] = Output("code_interpreter_call", "\"code\":\"q\",\"bogus\":1"),
        ["image_generation_call"] = Output("image_generation_call", "\"result\":\"q\",\"bogus\":1"),
        ["mcp_list_tools"] = Output("mcp_list_tools", "\"server_label\":\"q\",\"bogus\":1"),
        ["mcp_call"] = Output("mcp_call", "\"server_label\":\"q\",\"name\":\"n\",\"output\":\"o\",\"bogus\":1"),
        ["mcp_approval_request"] = Output("mcp_approval_request", "\"server_label\":\"q\",\"name\":\"n\",\"bogus\":1"),
        ["shell_call"] = Output("shell_call", "\"commands\":\"q\",\"bogus\":1"),
        ["shell_call_output"] = Output("shell_call_output", "\"call_id\":\"q\",\"bogus\":1"),
        ["raw_item"] = Output("raw_item", "\"item\":{\"type\":\"t\"},\"bogus\":1"),
        ["raw_event"] = Output("raw_event", "\"event\":{\"type\":\"t\"},\"bogus\":1"),
        ["output_text"] = Output("message", "\"parts\":[{\"type\":\"output_text\",\"text\":\"x\",\"bogus\":1}]"),
        ["part_refusal"] = Output("message", "\"parts\":[{\"type\":\"refusal\",\"text\":\"x\",\"bogus\":1}]"),
        ["url_citation"] = Annotation("url_citation", "\"url\":\"u\",\"title\":\"t\",\"start_index\":0,\"end_index\":1"),
        ["file_citation"] = Annotation("file_citation", "\"file_id\":\"u\",\"filename\":\"t\",\"index\":0"),
        ["container_file_citation"] = Annotation(
            "container_file_citation", "\"container_id\":\"c\",\"file_id\":\"u\",\"filename\":\"t\",\"start_index\":0,\"end_index\":1"),
        ["file_path"] = Annotation("file_path", "\"file_id\":\"u\",\"index\":0"),
        ["file_hit"] = Output("file_search_call", "\"queries\":\"q\",\"results\":[{\"file_id\":\"f\",\"filename\":\"n\",\"text\":\"t\",\"bogus\":1}]"),
        ["mcp_tool"] = Output("mcp_list_tools", "\"server_label\":\"q\",\"tools\":[{\"name\":\"n\",\"bogus\":1}]"),
        ["shell_result"] = Output("shell_call_output", "\"call_id\":\"q\",\"results\":[{\"stdout\":\"\",\"bogus\":1}]"),
    };

    public static TheoryData<string> Described =>
        [.. MiniSchema.OfScripts.Root.At("$defs").EnumerateObject().Where(static one => one.Value.Has("additionalProperties")).Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(Described))]
    public void The_reader_knows_exactly_the_members_that_the_schema_describes(string name)
    {
        Probes.Should().ContainKey(name, "every object of the schema is tried");
        var described = MiniSchema.OfScripts.Root.At("$defs", name, "properties").EnumerateObject().Select(static member => member.Name);

        var mistakes = Probes[name].Split('\n').Select(MistakeOf).ToList();
        var known = mistakes.SelectMany(static mistake => Known().Match(mistake.Message).Groups[1].Value.Split(", ")).Distinct();

        mistakes.Should().OnlyContain(static mistake => mistake.Message.Contains("has no 'bogus'"));
        known.Should().BeEquivalentTo(described);
        Probes[name].Split('\n').Should().OnlyContain(static probe => !MiniSchema.OfScripts.Accepts(probe));
        Probes[name].Split('\n').Should().OnlyContain(static probe => MiniSchema.OfScripts.Accepts(probe.Replace(",\"bogus\":1", "").Replace("\"bogus\":1", "")));
    }

    [Fact]
    public void The_root_knows_exactly_the_members_that_the_schema_describes()
    {
        MistakeOf("""{"turns":[],"bogus":1}""").Message.Should().Contain("it can have $schema, turns.");
        MiniSchema.OfScripts.Root.At("properties").EnumerateObject().Select(static member => member.Name).Should().Equal("$schema", "turns");
    }

    [Theory]
    [InlineData("{\n  \"turns\": [\n  }", 3, 3, "$", "no valid JSON here: ")]
    [InlineData("", 1, 1, "$", "no valid JSON")]
    [InlineData("[]", 1, 1, "$", "the script must be an object")]
    [InlineData("{}", 1, 1, "$", "needs 'turns'")]
    [InlineData("{\"turns\": 7}", 1, 11, "$.turns", "'turns' must be an array")]
    [InlineData("{\"turns\": [\n  7]}", 2, 3, "$.turns[0]", "a turn must be an object")]
    [InlineData("{\"turns\": [\n  {\"text\":\"a\"},\n  {}]}", 3, 3, "$.turns[1]", "one of 'text', 'outputs', 'incomplete', 'failed', 'error'")]
    [InlineData("{\"turns\": [{\"text\":\"ü\", \"text\":\"b\"}]}", 1, 25, "$.turns[0].text", "'text' is given twice")]
    [InlineData("{\"turns\": [{\"text\":\"a\",\"outputs\":[]}]}", 1, 12, "$.turns[0]", "exclude each other")]
    [InlineData("{\"turns\": [{\"failed\":{\"code\":\"a\"},\"incomplete\":\"b\"}]}", 1, 12, "$.turns[0]", "exclude each other")]
    [InlineData("{\"turns\": [{\"text\":\"a\",\n\"times\":0}]}", 2, 9, "$.turns[0].times", "a whole number from 1 on, or \"always\"")]
    [InlineData("{\"turns\": [{\"text\":\"a\",\n\"times\":\"often\"}]}", 2, 9, "$.turns[0].times", "a whole number from 1 on, or \"always\"")]
    [InlineData("{\"turns\": [{\"text\":\"a\",\"when\":{\n\"user\":\"x\"}}]}", 2, 8, "$.turns[0].when.user", "it can have user_says, result_for")]
    [InlineData("{\"turns\": [{\"text\":\"a\",\"when\":{\n\"continues\":1}}]}", 2, 13, "$.turns[0].when.continues", "must be true or false")]
    [InlineData("{\"turns\": [{\"outputs\":[\n {\"type\":\"poem\"}]}]}", 2, 2, "$.turns[0].outputs[0]", "known are message, refusal, reasoning")]
    [InlineData("{\"turns\": [{\"outputs\":[\n {\"type\":\"message\"}]}]}", 2, 2, "$.turns[0].outputs[0]", "either 'text' or 'deltas'")]
    [InlineData("{\"turns\": [{\"outputs\":[\n {\"type\":\"message\",\"parts\":[],\"text\":\"x\"}]}]}", 2, 2, "$.turns[0].outputs[0]", "'parts' takes the place")]
    [InlineData("{\"turns\": [{\"outputs\":[\n {\"type\":\"message\",\"deltas\":[\"a\",1]}]}]}", 2, 34, "$.turns[0].outputs[0].deltas[1]", "must be a text")]
    [InlineData("{\"turns\": [{\"outputs\":[\n {\"type\":\"function_call\",\"name\":\"f\",\"arguments\":[]}]}]}", 2, 49, "$.turns[0].outputs[0].arguments", "an object, or a text")]
    [InlineData("{\"turns\": [{\"outputs\":[\n {\"type\":\"raw_item\",\"item\":{}}]}]}", 2, 28, "$.turns[0].outputs[0].item", "an object with a 'type'")]
    [InlineData("{\"turns\": [{\"outputs\":[\n {\"type\":\"mcp_call\",\"server_label\":\"s\",\"name\":\"n\"}]}]}", 2, 2, "$.turns[0].outputs[0]", "either 'output' or 'error'")]
    [InlineData("{\"turns\": [{\"outputs\":[\n {\"type\":\"shell_call\",\"commands\":[]}]}]}", 2, 2, "$.turns[0].outputs[0]", "'commands' is needed here")]
    [InlineData("{\"turns\": [{\"error\":\n{\"code\":\"nonsense\"}}]}", 2, 1, "$.turns[0].error", "unknown code 'nonsense' needs 'status'; known codes are previous_response_not_found")]
    [InlineData("{\"turns\": [{\"error\":\n{\"code\":\"server_error\",\"shape\":\"round\"}}]}", 2, 32, "$.turns[0].error.shape", "one of nested, flat")]
    [InlineData("{\"turns\": [{\"text\":\"a\",\"delay_ms\":-1}]}", 1, 12, "$.turns[0]", "must not be negative")]
    [InlineData("{\"turns\": [{\"text\":\"a\",\"delay_ms\":1,\"queued\":true}]}", 1, 12, "$.turns[0]", "'queued' and 'delay_ms'")]
    [InlineData("{\"turns\": [{\"text\":\"a\",\"delay_ms\":1,\"before\":[\n{\"event\":\"response.created\",\"send\":{\"type\":\"t\"}}]}]}", 2, 1, "$.turns[0].before[0]", "before response.created")]
    public void A_mistake_is_named_with_its_place_and_reason(string json, int line, int column, string path, string reason)
    {
        var mistake = MistakeOf(json);

        mistake.Should().BeEquivalentTo(new { Line = line, Column = column, Path = path });
        mistake.Message.Should().StartWith($"line {line}, column {column}, at {path}: ").And.Contain(reason);
    }

    private static ModelScriptException MistakeOf(string json) =>
        FluentActions.Invoking(() => ModelScript.Parse(json)).Should().Throw<ModelScriptException>("of {0}", json).Which;

    private static string Turn(string members) => $$"""{"turns":[{{{members}}}]}""";

    private static string Output(string type, params string[] members) =>
        string.Join('\n', members.Select(one => Turn($$"""
            "outputs":[{"type":"{{type}}",{{one}}}]
            """)));

    private static string Annotation(string type, string members) =>
        Output("message", $$"""
            "text":"x","annotations":[{"type":"{{type}}",{{members}},"bogus":1}]
            """);

    [GeneratedRegex(@"it can have (.*)\.$")]
    private static partial Regex Known();
}
