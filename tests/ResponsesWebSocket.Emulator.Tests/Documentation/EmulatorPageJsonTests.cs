using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ResponsesWebSocket.Emulator.Tests.Documentation;

/// <summary>The JSON and the tables that docs/emulator.md shows, held against what reads and writes them.</summary>
public sealed partial class EmulatorPageJsonTests
{
    private static readonly string Page = RepositoryFiles.Read("docs/emulator.md");

    private static readonly List<(string Kind, string Json)> Blocks =
        [.. Block().Matches(Page).Select(static match => (match.Groups["kind"].Value, match.Groups["json"].Value))];

    [Fact]
    public void Every_block_of_json_says_what_it_is()
    {
        Regex.Count(Page, "^```json", RegexOptions.Multiline).Should().Be(Blocks.Count);
        Blocks.Select(static block => block.Kind).Should().Equal("script", "faults", "costs", "ready");
    }

    [Fact]
    public void A_script_is_read_and_fits_the_schema()
    {
        foreach (var json in Of("script"))
        {
            ModelScript.Parse(json).Remaining.Should().BePositive();
            MiniSchema.OfScripts.Accepts(json).Should().BeTrue();
        }
    }

    [Fact]
    public void A_fault_plan_is_read()
    {
        Of("faults").Should().OnlyContain(static json => FaultPlan.Parse(json).Faults.Count == 5);
    }

    [Fact]
    public void A_cost_model_is_read_and_shows_every_member() =>
        EmulatorCosts.Parse(Of("costs").Single()).Should().Be(new EmulatorCosts
        {
            Handshake = TimeSpan.FromMilliseconds(150),
            Request = TimeSpan.FromMilliseconds(40),
            HttpRequest = TimeSpan.FromMilliseconds(20),
            PrefillPerToken = TimeSpan.FromMilliseconds(0.2),
            DecodePerToken = TimeSpan.FromMilliseconds(8),
            Seed = 1,
        });

    [Fact]
    public async Task The_ready_line_has_the_members_that_the_page_shows()
    {
        using var limit = TestTimeout.Start();
        using var program = Process.Start(new ProcessStartInfo("dotnet", [EmulatorProgram.Path]) { RedirectStandardOutput = true })!;
        var ready = (await program.StandardOutput.ReadLineAsync(limit.Token))!;
        program.Kill();

        Regex.Replace(ready, "127.0.0.1:[0-9]+", "127.0.0.1:8085").Should().Be(Of("ready").Single().TrimEnd());
    }

    [Fact]
    public void The_page_names_every_output_condition_and_effect()
    {
        var schema = MiniSchema.OfScripts.Root.At("$defs");
        var outputs = schema.At("output", "oneOf").EnumerateArray().Select(static one => one.Text("$ref")!.Split('/')[^1]);
        var conditions = schema.At("condition", "properties").EnumerateObject().Select(static member => member.Name);
        var turn = schema.At("turn", "properties").EnumerateObject().Select(static member => member.Name);
        var effects = typeof(FaultEffect).GetNestedTypes().Select(static type => type.Name switch
        {
            "Terminal" => "terminal_output",
            var name => JsonNamingPolicy.SnakeCaseLower.ConvertName(name),
        });

        Page.Should().ContainAll(outputs.Concat(conditions).Concat(turn).Concat(effects).Select(static name => $"`{name}`"));
    }

    [Fact]
    public async Task The_page_names_every_kind_of_recorded_line_and_each_of_its_members()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using (var http = new BareHttp(emulator, limit.Token))
        {
            await http.SayAsync("say x");
            await http.GetAsync("nowhere");
        }

        using (var socket = await BareSocket.ConnectAsync(emulator, limit.Token))
        {
            await socket.AskAsync("say x", lane: "a");
            await socket.CloseAsync();
        }

        await emulator.Journal.WaitUntilAsync(static journal => journal.Connections[0].Closed is not null, limit.Token);
        using var stream = new MemoryStream();
        await emulator.Journal.WriteJsonLinesAsync(stream, limit.Token);
        stream.Position = 0;
        var members = new Dictionary<string, HashSet<string>>();
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            var json = JsonDocument.Parse(line).RootElement;
            members.TryAdd(json.Text("kind")!, []);
            members[json.Text("kind")!].UnionWith(json.EnumerateObject().Select(static member => member.Name).Where(static name => name != "kind"));
        }

        members.Should().HaveCount(6);
        var table = Page[Page.IndexOf("| `kind` |", StringComparison.Ordinal)..];
        foreach (var (kind, names) in members)
        {
            var row = table.Split('\n').First(line => line.StartsWith($"| `{kind}` |", StringComparison.Ordinal));
            row.Should().ContainAll(names.Select(static name => $"`{name}`"));
        }
    }

    private static IEnumerable<string> Of(string kind) => Blocks.Where(block => block.Kind == kind).Select(static block => block.Json);

    [GeneratedRegex(@"^<!-- json: (?<kind>\w+) -->\n```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
