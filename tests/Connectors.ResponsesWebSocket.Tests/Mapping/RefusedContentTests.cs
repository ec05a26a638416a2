using Microsoft.SemanticKernel.Agents;

namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>What a user's message cannot hold is named, in both modes, and the service goes on.</summary>
public sealed class RefusedContentTests
{
    public static TheoryData<KernelContent, Type, string> Refused => new()
    {
        { new ImageContent(), typeof(ArgumentException), "ImageContent must have either Data or a Uri." },
        { new BinaryContent(new Uri("https://file.test")), typeof(ArgumentException), "BinaryContent must have Data bytes." },
        { new ReasoningContent("thought"), typeof(NotSupportedException), "Unsupported chat message content type '*ReasoningContent'." },
        { new AnnotationContent(AnnotationKind.UrlCitation, "A", "https://a.test"), typeof(NotSupportedException), "Unsupported chat message content type '*AnnotationContent'." },
        { new ActionContent("click"), typeof(NotSupportedException), "Unsupported chat message content type '*ActionContent'." },
        { new FunctionCallContent("F"), typeof(NotSupportedException), "Unsupported chat message content type '*FunctionCallContent'." },
        { new FunctionResultContent("F"), typeof(NotSupportedException), "Unsupported chat message content type '*FunctionResultContent'." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    [Trait("Contract", "H7")]
    [Trait("Contract", "H10")]
    [Trait("Contract", "H11")]
    public async Task The_reason_names_what_it_is(KernelContent item, Type expected, string message)
    {
        await using var harness = await Harness.StartAsync(Answers.Text("ok"));
        foreach (var streaming in new[] { false, true })
        {
            var asking = () => harness.AnswerAsync([new ChatMessageContent(AuthorRole.User, [new TextContent("see"), item])], streaming);

            (await asking.Should().ThrowAsync<Exception>().WithMessage(message)).Which.Should().BeOfType(expected);
        }

        harness.Creates.Should().BeEmpty();
        (await harness.AskAsync("again")).Content.Should().Be("ok");
    }
}
