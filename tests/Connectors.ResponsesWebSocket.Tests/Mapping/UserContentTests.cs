namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>What a user message may hold.</summary>
public sealed class UserContentTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    [Trait("Contract", "H4")]
    public async Task A_single_text_is_plain_content()
    {
        (await ContentOf(new TextContent("hello"))).Text().Should().Be("hello");
    }

    [Fact]
    [Trait("Contract", "H4")]
    [Trait("Contract", "H6")]
    public async Task Several_items_are_parts_in_their_order()
    {
        var content = await ContentOf(new TextContent("look"), new ImageContent(new Uri("https://image.test")), new TextContent("there"));

        content.ShouldBeJson("""
            [{"type":"input_text","text":"look"},{"type":"input_image","image_url":"https://image.test/"},{"type":"input_text","text":"there"}]
            """);
    }

    [Fact]
    [Trait("Contract", "H5")]
    public async Task No_items_are_refused()
    {
        var asking = () => ContentOf();

        await asking.Should().ThrowAsync<ArgumentException>().WithParameterName("contentParts");
    }

    [Theory]
    [InlineData("https://image.test/a%20b/caf%C3%A9.png", "https://image.test/a b/café.png")]
    [InlineData("https://image.test/a.png?sig=a%2Bb%3D&q=%20%C3%A9", "https://image.test/a.png?sig=a%2Bb%3D&q= é")]
    [Trait("Contract", "H6")]
    public async Task The_URL_of_an_image_goes_out_readable_as_from_the_stock_connector(string url, string expected)
    {
        (await ContentOf(new ImageContent(new Uri(url)))).Text(0, "image_url").Should().Be(expected);
    }

    [Fact]
    [Trait("Contract", "H7")]
    public async Task Image_data_is_a_data_URI_and_wins_over_a_URL()
    {
        var image = new ImageContent(Bytes, "image/png") { Uri = new Uri("https://image.test") };

        (await ContentOf(image)).ShouldBeJson("""[{"type":"input_image","image_url":"data:image/png;base64,AQID"}]""");
    }

    [Theory]
    [InlineData("HIGH", "high")]
    [InlineData("low", "low")]
    [InlineData("Auto", "auto")]
    [Trait("Contract", "H8")]
    public async Task The_detail_of_an_image_is_passed_on(string given, string sent)
    {
        (await ContentOf(Detailed(given))).Text(0, "detail").Should().Be(sent);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(7)]
    [Trait("Contract", "H8")]
    public async Task A_detail_that_is_no_text_is_left_out(object? given)
    {
        (await ContentOf(Detailed(given))).At(0).Has("detail").Should().BeFalse();
    }

    [Fact]
    [Trait("Contract", "H10")]
    public async Task Other_data_is_a_file_with_the_same_name_on_every_turn()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"), Answers.Text("ok"));
        var history = new ChatHistory { new(AuthorRole.User, [new BinaryContent(Bytes, "application/pdf")]) };
        history.Add(await harness.AskAsync(history));
        history.AddUserMessage("and?");

        await harness.AskAsync(history);

        var part = harness.Creates[0].At("input", 0, "content", 0);
        part.Text("type").Should().Be("input_file");
        part.Text("file_data").Should().Be("data:application/pdf;base64,AQID");
        part.Text("filename").Should().NotBeNullOrWhiteSpace();
        harness.Plans[^1].Kind.Should().Be(Harness.Continued);
    }

    public static TheoryData<KernelContent, Type> Unusable => new()
    {
        { new TextContent(null), typeof(ArgumentNullException) },
        { new ImageContent(), typeof(ArgumentException) },
        { new ImageContent(Bytes, mimeType: null), typeof(ArgumentNullException) },
        { Detailed("sharp"), typeof(ArgumentException) },
        { new BinaryContent(new Uri("https://file.test")), typeof(ArgumentException) },
        { new AudioContent(Bytes, "audio/wav"), typeof(NotSupportedException) },
        { new FunctionCallContent("F"), typeof(NotSupportedException) },
        { new FunctionResultContent("F"), typeof(NotSupportedException) },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    [Trait("Contract", "H6")]
    public async Task What_cannot_be_sent_is_refused_before_anything_is(KernelContent item, Type expected)
    {
        await using var harness = await Harness.StartAsync();

        var asking = () => harness.AskAsync([new ChatMessageContent(AuthorRole.User, [item])]);

        (await asking.Should().ThrowAsync<Exception>()).Which.Should().BeOfType(expected);
        harness.Creates.Should().BeEmpty();
    }

    private static ImageContent Detailed(object? detail) =>
        new(new Uri("https://image.test")) { Metadata = new Dictionary<string, object?> { ["ChatImageDetailLevel"] = detail } };

    private static async Task<JsonElement> ContentOf(params KernelContent[] items)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        var message = new ChatMessageContent(AuthorRole.User, content: null);
        foreach (var item in items)
        {
            message.Items.Add(item);
        }

        await harness.AskAsync([message]);
        return harness.LastCreate.At("input", 0, "content");
    }
}
