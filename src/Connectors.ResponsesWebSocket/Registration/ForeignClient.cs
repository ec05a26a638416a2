using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>The OpenAI connector takes an <see cref="OpenAIClient"/>, as an argument or from the container. This one cannot, and must not guess another endpoint in its place.</summary>
internal static class ForeignClient
{
    public const string Advice =
        "An OpenAIClient has no sockets, and does not tell its endpoint and key. Pass these to AddResponsesWebSocketChatCompletion, or a ResponsesWebSocketClient that is made of them.";

    /// <exception cref="NotSupportedException">The container has such a client.</exception>
    public static void Refuse(IServiceProvider provider)
    {
        if (provider.GetService<IServiceProviderIsService>()?.IsService(typeof(OpenAIClient)) == true)
        {
            throw new NotSupportedException(Advice);
        }
    }
}
