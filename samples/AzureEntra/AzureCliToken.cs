using System.Diagnostics;
using System.Text.Json;

namespace AzureEntra;

/// <summary>The token of whoever is signed in with the Azure CLI. Kept until shortly before it runs out, since the client asks for each socket.</summary>
internal sealed class AzureCliToken : IDisposable
{
    public const string Scope = "https://ai.azure.com/.default";

    private readonly SemaphoreSlim _gate = new(1);
    private (string Value, DateTimeOffset Until)? _token;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_token is not { } known || known.Until < TimeProvider.System.GetUtcNow().AddMinutes(5))
            {
                _token = known = await AskAsync(cancellationToken);
            }

            return known.Value;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static async Task<(string Value, DateTimeOffset Until)> AskAsync(CancellationToken cancellationToken)
    {
        string[] arguments = ["account", "get-access-token", "--scope", Scope, "--output", "json"];
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "az.cmd" : "az", arguments) { RedirectStandardOutput = true };
        using var program = Process.Start(start)!;
        var output = await program.StandardOutput.ReadToEndAsync(cancellationToken);
        await program.WaitForExitAsync(cancellationToken);
        if (program.ExitCode != 0)
        {
            throw new InvalidOperationException("The Azure CLI gave no token. Sign in with 'az login'.");
        }

        var answer = JsonDocument.Parse(output).RootElement;
        return (answer.GetProperty("accessToken").GetString()!, DateTimeOffset.FromUnixTimeSeconds(answer.GetProperty("expires_on").GetInt64()));
    }
}
