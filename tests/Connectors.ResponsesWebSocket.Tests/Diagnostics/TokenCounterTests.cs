using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Connectors.ResponsesWebSocket.Tests.Diagnostics;

/// <summary>Tokens are counted once for each response, under this connector's own names.</summary>
[Collection(nameof(ProcessSwitches))]
public sealed class TokenCounterTests
{
    private const string Prefix = "semantic_kernel.connectors.responses_websocket.tokens.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Contract", "O6")]
    public async Task Each_response_adds_its_tokens_once(bool streaming)
    {
        var counted = new ConcurrentQueue<(string Name, string? Unit, int Tokens)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listening) =>
            {
                if (instrument.Meter.Name == ResponsesWebSocketConnectorDiagnostics.MeterName)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, tokens, tags, _) =>
        {
            tags.Length.Should().Be(0);
            counted.Enqueue((instrument.Name, instrument.Unit, tokens));
        });
        listener.Start();
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));

        await harness.With("P", () => 1).AnswerAsync(Harness.Said("go"), streaming, Harness.Auto);

        var usages = harness.Emulator.Journal.Responses.Select(static response => response.Usage!.Value);
        counted.Should().Equal(usages.SelectMany(static usage => new (string, string?, int)[]
        {
            (Prefix + "prompt", "{token}", usage.At("input_tokens").GetInt32()),
            (Prefix + "completion", "{token}", usage.At("output_tokens").GetInt32()),
            (Prefix + "total", "{token}", usage.At("total_tokens").GetInt32()),
        }));
    }
}
