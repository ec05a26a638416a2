using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>What the kernel's own instruments make of this connector's answers.</summary>
public sealed class KernelHistogramTests
{
    private const string Prefix = "semantic_kernel.function.";

    [Fact]
    [Trait("Contract", "O7")]
    public async Task The_kernel_reads_the_tokens_of_a_prompt()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello"));
        var measured = await MeasuredAsync("Histogram", function => function.InvokeAsync(harness.Kernel, cancellationToken: harness.Limit));

        var usage = harness.Emulator.Journal.Responses[0].Usage!.Value;
        measured.Should().Contain((Prefix + "invocation.token_usage.prompt", usage.At("input_tokens").GetInt32(), Harness.Model));
        measured.Should().Contain((Prefix + "invocation.token_usage.completion", usage.At("output_tokens").GetInt32(), Harness.Model));
        measured.Should().Contain(static row => row.Name == Prefix + "invocation.duration");
    }

    [Fact]
    [Trait("Contract", "O7")]
    public async Task A_streamed_prompt_is_timed()
    {
        await using var harness = await Harness.StartAsync(Answers.Text("hello"));
        var measured = await MeasuredAsync("StreamedHistogram", async function =>
        {
            var text = "";
            await foreach (var piece in function.InvokeStreamingAsync<string>(harness.Kernel, cancellationToken: harness.Limit))
            {
                text += piece;
            }

            text.Should().Be("hello");
        });

        measured.Should().Contain(static row => row.Name == Prefix + "streaming.duration");
    }

    /// <summary>The instruments are the whole process's, so only what bears the function's name counts.</summary>
    private static async Task<IReadOnlyCollection<(string Name, double Value, object? Model)>> MeasuredAsync(string name, Func<KernelFunction, Task> invoke)
    {
        var measured = new ConcurrentQueue<(string, double, object?)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listening) =>
            {
                if (instrument.Meter.Name == "Microsoft.SemanticKernel")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();

        await invoke(KernelFunctionFactory.CreateFromPrompt("Say hello.", executionSettings: (PromptExecutionSettings?)null, functionName: name));

        return measured;

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var known = tags.ToArray().ToDictionary(static tag => tag.Key, static tag => tag.Value);
            if (known.GetValueOrDefault(Prefix + "name") as string == name)
            {
                measured.Enqueue((instrument.Name, value, known.GetValueOrDefault(Prefix + "model_id")));
            }
        }
    }
}
