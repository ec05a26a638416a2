namespace ResponsesWebSocket.Emulator.Tests.Models;

public sealed class DirectiveFamilyTests
{
    [Fact]
    public async Task Every_new_line_makes_its_item_and_they_come_in_the_order_of_the_service()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync(
            "call f\nrefuse no way\ncite https://example.com/a The page\nsearch red moon\nreason about it", more: ""","reasoning":{"summary":"auto"}""");

        var output = end.At("response", "output");
        output.EnumerateArray().Select(static item => item.Text("type"))
            .Should().Equal("reasoning", "web_search_call", "message", "message", "function_call");
        output.Text(0, "summary", 0, "text").Should().Be("about it");
        output.Text(1, "action", "query").Should().Be("red moon");
        output.Text(2, "content", 0, "refusal").Should().Be("no way");
        output.Text(3, "content", 0, "text").Should().Be("The page");
        output.At(3, "content", 0, "annotations").ShouldBeJson(
            """[{"type":"url_citation","url":"https://example.com/a","title":"The page","start_index":0,"end_index":8}]""");
        end.Text("response", "status").Should().Be("completed");
    }

    [Fact]
    public async Task Incomplete_ends_the_response_inside_its_last_item()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync("incomplete content_filter\nsay half");

        end.Type().Should().Be("response.incomplete");
        end.Text("response", "incomplete_details", "reason").Should().Be("content_filter");
        end.OutputText().Should().Be("half");
        end.Text("response", "output", 0, "status").Should().Be("incomplete");
    }

    [Fact]
    public async Task Incomplete_alone_ends_a_response_without_output()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync("incomplete max_output_tokens");

        end.Type().Should().Be("response.incomplete");
        end.At("response", "output").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_citation_without_title_cites_the_address_itself()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var end = await socket.AskAsync("cite https://example.com/a");

        end.OutputText().Should().Be("https://example.com/a");
        end.Text("response", "output", 0, "content", 0, "annotations", 0, "title").Should().Be("https://example.com/a");
    }
}
