namespace Connectors.ResponsesWebSocket.Tests.Mapping;

/// <summary>The one message that stands for a response.</summary>
public sealed class AnswerShapeTests
{
    [Fact]
    [Trait("Contract", "N1")]
    [Trait("Contract", "N3")]
    [Trait("Contract", "N16")]
    public async Task A_text_answer_is_one_assistant_message_of_the_configured_model()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello there, friend"));

        // Exactly one.
        var answer = (await harness.Service.GetChatMessageContentsAsync(Harness.Said("hi"), null, harness.Kernel, harness.Limit)).Should().ContainSingle().Subject;

        answer.Role.Should().Be(AuthorRole.Assistant);
        answer.Content.Should().Be("hello there, friend");
        answer.ModelId.Should().Be(Harness.Model);
        answer.AuthorName.Should().BeNull();
        answer.Items.Should().ContainSingle().Which.Should().BeOfType<TextContent>();
    }

    [Fact]
    [Trait("Contract", "N5")]
    public async Task Every_metadata_key_is_there_and_no_other()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello"));

        var answer = await harness.AskAsync("hi");

        var metadata = answer.Metadata!;
        metadata.Keys.Should().BeEquivalentTo("Id", "CreatedAt", "SystemFingerprint", "Usage", "Refusal", "FinishReason", "ContentTokenLogProbabilities");
        metadata["Id"].Should().Be(harness.Emulator.Journal.Responses[0].ResponseId);
        metadata["CreatedAt"].Should().BeOfType<DateTimeOffset>();
        metadata["SystemFingerprint"].Should().BeNull();
        metadata["Refusal"].Should().BeNull();
        metadata["FinishReason"].Should().Be("Stop");
        metadata["ContentTokenLogProbabilities"].Should().BeAssignableTo<IEnumerable<object>>().Which.Should().BeEmpty();
    }

    [Fact]
    [Trait("Contract", "N7")]
    public async Task Usage_serializes_under_the_names_that_the_kernel_and_applications_read()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello"));

        var answer = await harness.AskAsync("hi");

        var usage = JsonSerializer.SerializeToElement(answer.Metadata!["Usage"]);
        var sent = harness.Emulator.Journal.Responses[0].Usage!.Value;
        usage.At("InputTokenCount").GetInt32().Should().Be(sent.At("input_tokens").GetInt32()).And.BePositive();
        usage.At("OutputTokenCount").GetInt32().Should().Be(sent.At("output_tokens").GetInt32()).And.BePositive();
        usage.At("TotalTokenCount").GetInt32().Should().Be(sent.At("total_tokens").GetInt32());
        usage.At("InputTokenDetails", "CachedTokenCount").GetInt32().Should().Be(sent.At("input_tokens_details", "cached_tokens").GetInt32());
        usage.At("OutputTokenDetails", "ReasoningTokenCount").GetInt32().Should().Be(sent.At("output_tokens_details", "reasoning_tokens").GetInt32());
    }

    [Theory]
    [InlineData("max_output_tokens", "Length")]
    [InlineData("content_filter", "ContentFilter")]
    [Trait("Contract", "N6")]
    [Trait("Contract", "P32")]
    public async Task A_response_cut_short_is_a_normal_result_that_says_why(string reason, string finishReason)
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Incomplete("half an ans", reason));

        var answer = await harness.AskAsync("hi");

        answer.Content.Should().Be("half an ans");
        answer.Metadata!["FinishReason"].Should().Be(finishReason);
    }

    [Fact]
    [Trait("Contract", "N10")]
    [Trait("Contract", "P34")]
    public async Task A_refusal_stands_in_the_metadata_and_not_in_the_content()
    {
        await using var harness = await Harness.StartAsync(ModelAnswer.Refusal("I cannot do that."));

        var answer = await harness.AskAsync("hi");

        answer.Content.Should().BeNull();
        answer.Metadata!["Refusal"].Should().Be("I cannot do that.");
    }

    [Fact]
    [Trait("Contract", "P35")]
    public async Task The_text_of_several_messages_is_one_content()
    {
        await using var harness = await Harness.StartAsync(new ModelAnswer([new ModelOutput.Text(["One. "]), new ModelOutput.Text(["Two."])]));

        var answer = await harness.AskAsync("hi");

        answer.Content.Should().Be("One. Two.");
        answer.Items.Should().ContainSingle();
    }

    [Fact]
    [Trait("Contract", "N4")]
    public async Task The_inner_content_is_the_response_with_its_report()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello"));

        var answer = await harness.AskAsync("hi");

        answer.InnerContent.Should().BeOfType<TurnResult>().Which.Report.Should().BeSameAs(harness.Reports[0]);
    }
}
