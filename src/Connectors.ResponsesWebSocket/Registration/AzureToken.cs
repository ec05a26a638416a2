using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;

namespace Connectors.ResponsesWebSocket.Registration;

/// <summary>Tokens of Microsoft Entra from a credential of Azure's packages, whose base type needs none of them.</summary>
internal sealed class AzureToken
{
    private const string Scope = "https://ai.azure.com/.default";

    // One for each credential, so that services with the same credential have equal options and share a client.
    private static readonly ConditionalWeakTable<AuthenticationTokenProvider, AzureToken> All = [];

    private readonly AuthenticationTokenProvider _credential;
    private readonly GetTokenOptions _options;

    private AzureToken(AuthenticationTokenProvider credential)
    {
        _credential = credential;
        _options = credential.CreateTokenOptions(new Dictionary<string, object> { [GetTokenOptions.ScopesPropertyName] = new ReadOnlyMemory<string>([Scope]) })
            ?? throw new ArgumentException("The credential gives no tokens for a scope; use one of Microsoft Entra.", nameof(credential));
    }

    public static AzureToken Of(AuthenticationTokenProvider credential) => All.GetValue(credential, static credential => new(credential));

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken) =>
        (await _credential.GetTokenAsync(_options, cancellationToken).ConfigureAwait(false)).TokenValue;
}
