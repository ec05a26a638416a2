namespace Connectors.ResponsesWebSocket.Tests.Samples;

/// <summary>The sample as a user starts it: the program, over this repository's own files, without a key.</summary>
public sealed class AgentLoopTests
{
    [Theory]
    [InlineData]
    [InlineData("--stream")]
    public async Task It_reads_real_files_over_one_socket_and_sends_a_fifth_of_a_full_resend_at_most(params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("agent-loop-");
        try
        {
            var report = Path.Combine(folder.FullName, "report.md");

            var (exit, output, errors) = await SampleProgram.RunAsync("AgentLoop", [.. options, "--json", "--report", report]);

            (exit, errors).Should().Be((0, ""));
            var summary = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
            summary.GetProperty("transport").GetString().Should().Be("websocket");
            summary.GetProperty("semanticKernel").GetString().Should().Be("1.82.0");
            summary.GetProperty("sessions").GetInt32().Should().Be(1);
            summary.GetProperty("toolCalls").GetInt32().Should().BeGreaterThanOrEqualTo(20);
            var plans = summary.GetProperty("plans");
            plans.GetProperty("replay").GetInt32().Should().Be(1);
            plans.GetProperty("fork").GetInt32().Should().Be(0);
            plans.GetProperty("continue").GetInt32().Should().Be(summary.GetProperty("turns").GetInt32() - 1);
            (summary.GetProperty("bytesSent").GetInt64() * 5).Should().BeLessThanOrEqualTo(summary.GetProperty("bytesIfSentInFull").GetInt64());
            summary.GetProperty("reportPath").GetString().Should().Be(report);
            await ShouldQuoteRealFilesAsync(report);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_wrong_option_is_answered_with_what_is_possible()
    {
        var (exit, _, errors) = await SampleProgram.RunAsync("AgentLoop", ["--workspce", "here"]);

        exit.Should().Be(2);
        errors.Should().Contain("'--workspce'").And.Contain("--workspace DIR");
    }

    /// <summary>Each "### file" heading of the report is followed by lines that stand in that file.</summary>
    private static async Task ShouldQuoteRealFilesAsync(string report)
    {
        var quotes = 0;
        string? text = null;
        foreach (var line in await File.ReadAllLinesAsync(report))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                var path = RepositoryFiles.FullPath(line[4..]);
                text = File.Exists(path) ? await File.ReadAllTextAsync(path) : null;
            }
            else if (text is not null && line.StartsWith("> ", StringComparison.Ordinal))
            {
                text.Should().Contain(line[2..].Trim());
                quotes++;
            }
        }

        quotes.Should().BeGreaterThanOrEqualTo(10);
    }
}
