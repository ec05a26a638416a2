using System.Text;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Wire;

/// <summary>The ends of a response that services tell in more than one way.</summary>
public sealed class EndingEventTests
{
    [Theory]
    [InlineData("response.done", "failed")]
    [InlineData("response.done", "cancelled")]
    [InlineData("response.completed", "failed")]
    [InlineData("response.incomplete", "cancelled")]
    public void A_response_that_failed_is_a_refusal_whatever_its_event_is_called(string type, string status)
    {
        var frame = Read($$$"""{"type":"{{{type}}}","response":{"id":"r","status":"{{{status}}}","error":{"code":"server_error","message":"It broke."} } }""");

        (frame.Kind, frame.ResponseId, frame.Terminal).Should().Be((ServerEventKind.Error, "r", null));
        var thrown = frame.Error!.ToException("the context", DeliveryState.Answered);
        thrown.Code.Should().Be("server_error");
        thrown.Message.Should().Contain("It broke.");
    }

    [Theory]
    [InlineData("response.incomplete", """{"id":"r","incomplete_details":{"reason":"max_output_tokens"}}""")]
    [InlineData("response.incomplete", """{"id":"r","status":"completed","incomplete_details":{"reason":"max_output_tokens"}}""")]
    [InlineData("response.done", """{"id":"r","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}""")]
    public void An_incomplete_response_is_known_by_its_event_or_by_its_status(string type, string response)
    {
        var frame = Read($$"""{"type":"{{type}}","response":{{response}}}""");

        frame.Kind.Should().Be(ServerEventKind.Terminal);
        (frame.Terminal!.Status, frame.Terminal.IncompleteReason).Should().Be((TurnStatus.Incomplete, "max_output_tokens"));
    }

    [Theory]
    [InlineData("""{"type":"response.done","response":{"id":"r"}}""")]
    [InlineData("""{"type":"response.done","response":{"id":"r","status":"completed","error":null}}""")]
    public void Done_without_a_complaint_is_completed(string json) => Read(json).Terminal!.Status.Should().Be(TurnStatus.Completed);

    [Fact]
    [Trait("Bug", "08 error shape hides a recoverable cause")]
    public void An_error_object_without_a_type_is_an_error()
    {
        var frame = Read("""{"error":{"type":"invalid_request_error","code":"model_not_found","message":"No such model."},"status":404}""");

        (frame.Kind, frame.Type).Should().Be((ServerEventKind.Error, "error"));
        var thrown = frame.Error!.ToException("the context", DeliveryState.Ambiguous);
        ((int?)thrown.StatusCode, thrown.Code, thrown.ErrorType).Should().Be((404, "model_not_found", "invalid_request_error"));
    }

    [Theory]
    [InlineData("""{"error":null}""")]
    [InlineData("""{"error":"plain text"}""")]
    [InlineData("""{"error":[]}""")]
    [InlineData("""{"message":"no error and no type"}""")]
    public void Without_a_type_anything_else_is_a_violation(string json)
    {
        var read = () => Read(json);

        read.Should().Throw<ProtocolViolationException>();
    }

    private static ServerEvent Read(string json) => EventReader.Read(Encoding.UTF8.GetBytes(json));
}
