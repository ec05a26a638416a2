using ResponsesWebSocket.Client;
using ResponsesWebSocket.Emulator;

namespace Samples;

/// <summary>
/// Whom a sample talks to. With <c>OPENAI_API_KEY</c> it is the real service; <c>OPENAI_MODEL</c> names the model and
/// <c>OPENAI_BASE_URL</c> another endpoint. Without a key it is a local server that says what <c>script.json</c> tells it.
/// </summary>
internal sealed class SampleService : IAsyncDisposable
{
    private readonly ResponsesEmulator? _emulator;

    private SampleService(ResponsesEmulator? emulator, string apiKey) => (_emulator, ApiKey) = (emulator, apiKey);

    public string Model { get; } = Read("OPENAI_MODEL") ?? "gpt-6-astra";

    public Uri Endpoint => _emulator?.Endpoint ?? (Read("OPENAI_BASE_URL") is { } address ? new Uri(address) : ResponsesWebSocketOptions.DefaultEndpoint);

    public string ApiKey { get; }

    public bool IsEmulated => _emulator is not null;

    /// <param name="model">Who answers without a key; null plays the script <c>script.json</c>.</param>
    /// <param name="local">Whether it is the local server, whatever is set.</param>
    /// <param name="cancellationToken">Leaves the wait.</param>
    public static async Task<SampleService> StartAsync(IEmulatedModel? model = null, bool local = false, CancellationToken cancellationToken = default)
    {
        if (!local && Read("OPENAI_API_KEY") is { } key)
        {
            if (Read("OPENAI_BASE_URL") is { } address && !Uri.TryCreate(address, UriKind.Absolute, out _))
            {
                // A sample ends here, without the stack of an exception that nobody can do anything with.
                await Console.Error.WriteLineAsync($"OPENAI_BASE_URL is '{address}', which is no absolute URL. Correct it, or take it out for {ResponsesWebSocketOptions.DefaultEndpoint}.");
                Environment.Exit(2);
            }

            return new(emulator: null, key);
        }

        model ??= ModelScript.Load(Path.Combine(AppContext.BaseDirectory, "script.json"));
        var emulator = await ResponsesEmulator.StartAsync(new EmulatorOptions { Model = model }, cancellationToken);
        return new(emulator, emulator.ApiKey);
    }

    public ValueTask DisposeAsync() => _emulator?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
