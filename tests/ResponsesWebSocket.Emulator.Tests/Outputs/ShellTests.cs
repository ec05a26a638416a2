namespace ResponsesWebSocket.Emulator.Tests.Outputs;

public sealed class ShellTests
{
    [Fact]
    [Trait("Rule", "3.2.14")]
    [Trait("Rule", "3.6.8")]
    public async Task Commands_come_one_by_one_without_item_id()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.ShellCall(["ls", "cat notes.txt"])]));

        events.Types().Should().Equal(
            "response.output_item.added",
            "response.shell_call_command.added",
            "response.shell_call_command.delta",
            "response.shell_call_command.done",
            "response.shell_call_command.added",
            "response.shell_call_command.delta",
            "response.shell_call_command.delta",
            "response.shell_call_command.done",
            "response.output_item.done",
            "response.completed");
        var inner = events.Skip(1).Take(7).ToList();
        inner.Should().OnlyContain(static e => !e.Has("item_id") && e.At("output_index").GetInt32() == 0);
        inner.Select(static e => e.At("command_index").GetInt32()).Should().Equal(0, 0, 0, 1, 1, 1, 1);
        inner[0].Text("command").Should().BeEmpty();
        inner[2].Text("command").Should().Be("ls");
        (inner[4].Text("delta") + inner[5].Text("delta")).Should().Be("cat notes.txt");
        inner[6].Text("command").Should().Be("cat notes.txt");
        events.ShouldBeAboutItem(0, "sh");
        var item = events.FinalItem();
        item.ShouldBeJson($$"""
            {"id":"{{item.Text("id")}}","type":"shell_call","status":"completed","call_id":"{{item.Text("call_id")}}",
             "action":{"commands":["ls","cat notes.txt"],"timeout_ms":null,"max_output_length":null},"environment":{"type":"local"} }
            """);
    }

    [Fact]
    [Trait("Rule", "3.6.9")]
    public async Task A_hosted_shell_streams_what_its_commands_print_as_an_item_of_its_own()
    {
        var events = await OneTurn.OfAsync(ModelAnswer.HostedShell(("ls", "a b"), ("pwd", "/")));

        events.Where(static e => e.Has("output_index") && e.At("output_index").GetInt32() == 1).Types().Should().Equal(
            "response.output_item.added",
            "response.shell_call_output_content.delta",
            "response.shell_call_output_content.done",
            "response.shell_call_output_content.delta",
            "response.shell_call_output_content.done",
            "response.output_item.done");
        events.ShouldBeAboutItem(0, "sh");
        events.ShouldBeAboutItem(1, "sho");
        events.FinalItem(0).At("environment").ShouldBeJson("""{"type":"container_reference","container_id":"cntr_1"}""");
        events.FinalItem(1).Text("call_id").Should().Be(events.FinalItem(0).Text("call_id"));
        var inner = events.Where(static e => e.Type()!.StartsWith("response.shell_call_output_content")).ToList();
        inner.Select(static e => e.At("command_index").GetInt32()).Should().Equal(0, 0, 1, 1);
        inner[0].At("delta").ShouldBeJson("""{"stdout":"a b"}""");
        inner[1].At("output").ShouldBeJson("""[{"stdout":"a b","stderr":"","outcome":{"type":"exit","exit_code":0}}]""");
    }

    [Fact]
    [Trait("Rule", "3.6.9")]
    public async Task Errors_and_time_outs_of_a_hosted_shell_are_told_apart()
    {
        var events = await OneTurn.OfAsync(new([new ModelOutput.ShellCallOutput("call_1", [new("", "no such file", 2), new("half", "", null)])]));

        events.First(static e => e.Type() == "response.shell_call_output_content.delta").At("delta").ShouldBeJson("""{"stderr":"no such file"}""");
        events.FinalItem().At("output").ShouldBeJson("""
            [{"stdout":"","stderr":"no such file","outcome":{"type":"exit","exit_code":2}},{"stdout":"half","stderr":"","outcome":{"type":"timeout"}}]
            """);
    }
}
