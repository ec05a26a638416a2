using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator.Http;

/// <summary>One of the ways to ask for an answer over HTTP.</summary>
internal interface IHttpApi
{
    /// <summary>Turns the body of a request into what a <c>response.create</c> frame would hold.</summary>
    /// <exception cref="RequestRefusedException">The service would refuse the request.</exception>
    JsonElement ToFrame(JsonElement body);

    /// <summary>The writer of the answer that the body asks for.</summary>
    IAnswerWriter WriterFor(JsonElement body, HttpReply reply);
}
