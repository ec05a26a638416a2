namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>Files and pictures of any size, by their bytes or by the service's own id.</summary>
public sealed class FileContentTests
{
    [Theory]
    [InlineData("filename")]
    [InlineData("FileName")]
    [InlineData("fileName")]
    [Trait("Contract", "H10")]
    public async Task A_file_has_the_name_it_was_given_also_after_a_restart(string key)
    {
        var file = new BinaryContent(new byte[] { 1, 2, 3 }, "application/pdf") { Metadata = new Dictionary<string, object?> { [key] = "report.pdf" } };

        foreach (var persisted in new[] { false, true })
        {
            (await PartAsync(file, persisted)).ShouldBeJson("""{"type":"input_file","filename":"report.pdf","file_data":"data:application/pdf;base64,AQID"}""");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(7)]
    [Trait("Contract", "H10")]
    public async Task A_name_that_is_none_is_made_of_the_content(object name)
    {
        var named = new BinaryContent("data:text/csv;base64,AQID") { Metadata = new Dictionary<string, object?> { ["filename"] = name } };

        (await PartAsync(named)).Text("filename").Should().Be((await PartAsync(new BinaryContent(new byte[] { 1, 2, 3 }, "text/csv"))).Text("filename")).And.StartWith("file-");
    }

    [Fact]
    [Trait("Contract", "P27")]
    public async Task A_reference_to_a_file_is_refused_as_by_the_stock_connector()
    {
        var asking = () => PartAsync(new FileReferenceContent("file-1"));

        await asking.Should().ThrowAsync<NotSupportedException>().WithMessage("Unsupported chat message content type 'Microsoft.SemanticKernel.FileReferenceContent'.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "P27")]
    public async Task A_data_URI_longer_than_any_URI_goes_out_whole(bool image)
    {
        var data = "data:image/png;base64," + Convert.ToBase64String(new byte[90_000]);

        var part = await PartAsync(image ? new ImageContent(data) : new BinaryContent(data), persisted: true);

        data.Length.Should().BeGreaterThan(ushort.MaxValue);
        part.Text(image ? "image_url" : "file_data").Should().Be(data);
    }

    [Theory]
    [InlineData("audio/flac", "AudioContent", "Unsupported audio format 'audio/flac'. Supported formats are 'audio/wav' and 'audio/mp3'.")]
    [InlineData("audio/mp3", "AudioContent", "Audio input is not supported by the Responses API. Send a transcript as text.")]
    [InlineData("application/pdf", "BinaryContent", "BinaryContent must have Data bytes.")]
    [Trait("Contract", "H10")]
    [Trait("Contract", "P26")]
    public async Task What_cannot_be_sent_says_what_to_change_and_nothing_is_sent(string mimeType, string kind, string message)
    {
        await using var harness = await Harness.StartAsync();
        KernelContent content = kind == "AudioContent" ? new AudioContent(new byte[] { 1 }, mimeType) : new BinaryContent(new Uri("https://file.test/a.pdf")) { MimeType = mimeType };

        var asking = () => harness.AskAsync([new ChatMessageContent(AuthorRole.User, [new TextContent("see"), content])]);

        (await asking.Should().ThrowAsync<Exception>()).WithMessage(message);
        harness.Creates.Should().BeEmpty();
    }

    private static async Task<JsonElement> PartAsync(KernelContent content, bool persisted = false)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var history = new ChatHistory { new(AuthorRole.User, [new TextContent("see"), content]) };
        await harness.AskAsync(persisted ? history.Reread() : history);
        return harness.LastCreate.At("input", 0, "content", 1);
    }
}
