using System.Text;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Wire;

public sealed class HttpRequestBodyTests
{
    [Theory]
    [InlineData("""{"type":"response.create","model":"m"}""", """{"stream":true,"model":"m"}""")]
    [InlineData("""{"type":"response.create","stream_id":"a","generate":false,"stream":false,"model":"m"}""", """{"stream":true,"model":"m"}""")]
    [InlineData("""{"type":"response.create"}""", """{"stream":true}""")]
    [InlineData("""{"typ\u0065":"response.create","model":"m"}""", """{"stream":true,"model":"m"}""")]
    [InlineData("""{ "model" : "m" , "type" : "response.create" }""", """{"stream":true,"model" : "m"}""")]
    public void Only_what_a_socket_takes_is_left_out(string frame, string body) =>
        Body(frame).Should().Be(body);

    [Fact]
    public void What_lies_deeper_is_carried_over_byte_for_byte()
    {
        const string Rest = """ "input":[{"type":"message","stream":1,"text":"a\u00e9\"é✓"},{"type":"x"}],"tools":[{"type":"function","generate":1e400}],"n":1.50""";

        Body("""{"type":"response.create",""" + Rest + "}").Should().Be("""{"stream":true,""" + Rest.TrimStart() + "}");
    }

    private static string Body(string frame) => Encoding.UTF8.GetString(HttpRequestBody.FromFrame(Encoding.UTF8.GetBytes(frame)).Span);
}
