using System.Runtime.Versioning;

namespace Connectors.ResponsesWebSocket.Tests.Samples;

/// <summary>Each sample runs: without a key over its own server, with a key over the service that is named.</summary>
public sealed class SamplesTests
{
    [Theory]
    [InlineData("QuickStart", "Take an umbrella to Oslo; Lisbon is sunny.")]
    [InlineData("Streaming", "[calls Tide-get_time]", "by half past two,\nand takes", "tokens written]")]
    [InlineData("StructuredOutput", "Pancakes, Easy, 25 minutes", "- 125 g flour")]
    [InlineData("ImagesAndFiles", "three bars", "In the third.")]
    [InlineData("ParallelAgents", "historian: Who was", "engineer: Where", "geologist: A river", "poet: Two shores", "4 agents, 8 turns, 1 socket(s)")]
    [InlineData("Fork", "Sunlamp, Heliotrope, Daywatch: Sunlamp: your desk faces south.")]
    [InlineData("Filters", "send(Ada, 20): 20 sent to Ada", "send(Bob, 5000): Refused", "Ended by the filter: A clerk will call you.")]
    [InlineData("Steering", "12 apples.\n", "the history holds it as message 5 of 5")]
    [InlineData("AzureEntra", "Set AZURE_OPENAI_ENDPOINT")]
    public async Task A_sample_without_a_key_ends_well_and_says_what_it_shows(string sample, params string[] shown)
    {
        var (exit, output, errors) = await SampleProgram.RunAsync(sample, []);

        (exit, errors).Should().Be((0, ""));
        output.Should().ContainAll(shown);
    }

    [Fact]
    public async Task With_a_key_a_sample_talks_to_the_service_and_the_model_that_are_named()
    {
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = SampleProgram.Script("StructuredOutput"), ApiKey = "my-key" });

        var (exit, output, errors) = await SampleProgram.RunAsync(
            "StructuredOutput", [], ("OPENAI_API_KEY", "my-key"), ("OPENAI_BASE_URL", $"{emulator.Endpoint}"), ("OPENAI_MODEL", "gpt-7"));

        (exit, errors).Should().Be((0, ""));
        output.Should().Contain("Pancakes");
        var request = RequestOf(emulator);
        request.Text("model").Should().Be("gpt-7");
        var format = request.At("text").At("format");
        format.Text("name").Should().Be("Recipe");
        format.At("schema").At("properties").At("Difficulty").At("enum").EnumerateArray().Select(static value => value.GetString()).Should().Equal("Easy", "Hard");
    }

    [Fact]
    public async Task The_picture_and_the_document_cross_the_wire_once()
    {
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = SampleProgram.Script("ImagesAndFiles") });

        var (exit, _, errors) = await SampleProgram.RunAsync("ImagesAndFiles", [], ("OPENAI_API_KEY", emulator.ApiKey), ("OPENAI_BASE_URL", $"{emulator.Endpoint}"));

        (exit, errors).Should().Be((0, ""));
        var turns = emulator.Journal.Responses;
        turns[0].Input[0].At("content").EnumerateArray().Select(static part => part.Text("type")).Should().Equal("input_text", "input_image", "input_file");
        turns[1].Input.Should().ContainSingle().Which.Text("content").Should().Contain("quarter");
        turns[1].Context.Should().HaveCount(3);
    }

    [Fact]
    public async Task The_branches_go_on_from_what_the_service_holds_and_so_does_the_one_that_is_kept()
    {
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Model = new TogetherModel(SampleProgram.Script("Fork"), "Only the name.", 3) });

        var (exit, output, errors) = await SampleProgram.RunAsync("Fork", [], ("OPENAI_API_KEY", emulator.ApiKey), ("OPENAI_BASE_URL", $"{emulator.Endpoint}"));

        (exit, errors).Should().Be((0, ""));
        output.Split('\n').Select(static line => line.Split(' ')[0]).Where(static word => word is "Replay" or "Continue" or "Fork").Order()
            .Should().Equal("Continue", "Continue", "Fork", "Fork", "Replay");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Azure_gets_the_token_of_the_command_line_tool()
    {
        await using var emulator = await ResponsesEmulator.StartAsync(new() { ApiKey = "entra-token" });
        var folder = Directory.CreateTempSubdirectory("azure-cli-");
        try
        {
            var tool = Path.Combine(folder.FullName, "az");
            await File.WriteAllTextAsync(tool, "#!/bin/sh\nprintf '{\"accessToken\":\"entra-token\",\"expires_on\":4102444800}'\n");
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);

            var (exit, output, errors) = await SampleProgram.RunAsync(
                "AzureEntra",
                [],
                ("AZURE_OPENAI_ENDPOINT", $"{emulator.Endpoint}"),
                ("AZURE_OPENAI_DEPLOYMENT", "my-deployment"),
                ("PATH", $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}"));

            (exit, errors).Should().Be((0, ""));
            output.Should().NotBeEmpty();
            RequestOf(emulator).Text("model").Should().Be("my-deployment");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_web_application_streams_the_answer_as_events()
    {
        using var app = SampleProgram.Start("WebApp", ["--urls", "http://127.0.0.1:0"]);
        var address = (await app.LineWithAsync("Now listening on:")).Split("on:")[1].Trim();
        using var browser = new HttpClient { BaseAddress = new Uri(address) };

        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative), app.Limit);
        using var answer = await browser.GetAsync(new Uri("/ask?question=When%20do%20you%20open%3F", UriKind.Relative), app.Limit);
        var events = (await answer.Content.ReadAsStringAsync(app.Limit)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        page.Should().Contain("EventSource");
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        events.Should().HaveCountGreaterThan(1).And.OnlyContain(static piece => piece.StartsWith("data: "));
        string.Concat(events.Select(static piece => piece["data: ".Length..])).Should().Be("We open at ten, every day but Monday.");
        app.Interrupt();
        var (exit, _, errors) = await app.EndAsync();
        (exit, errors).Should().Be((0, ""));
    }

    [Fact]
    public void Every_sample_is_in_the_table_of_the_README()
    {
        var samples = Directory.EnumerateFiles(RepositoryFiles.FullPath("samples"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension);

        RepositoryFiles.Read("README.md").Should().ContainAll(samples.Select(static sample => $"| [{sample}](samples/{sample}) |"));
    }

    private static JsonElement RequestOf(ResponsesEmulator emulator) =>
        emulator.Journal.Frames.Where(static frame => frame.FromClient && frame.Type == "response.create").Should().ContainSingle().Which.Json!.Value;

    /// <summary>Answers certain turns only when all of them are there, as a model that thinks for a while does.</summary>
    private sealed class TogetherModel(ModelScript script, string said, int count) : IEmulatedModel
    {
        private readonly TaskCompletionSource _allThere = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _there;

        public async ValueTask<ModelAnswer> AnswerAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            if (request.Context[^1].GetRawText().Contains(said, StringComparison.Ordinal))
            {
                if (Interlocked.Increment(ref _there) == count)
                {
                    _allThere.SetResult();
                }

                await _allThere.Task.WaitAsync(cancellationToken);
            }

            return await script.AnswerAsync(request, cancellationToken);
        }
    }
}
