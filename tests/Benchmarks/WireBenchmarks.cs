using System.Text;
using BenchmarkDotNet.Attributes;
using ResponsesWebSocket.Client;
using ResponsesWebSocket.Client.Wire;

namespace Benchmarks;

/// <summary>Reading one text delta, and writing the next turn of a long history as delta against writing it in full.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class WireBenchmarks
{
    private static readonly byte[] Delta = Encoding.UTF8.GetBytes(
        """{"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_b2","output_index":0,"content_index":0,"delta":"Rea","logprobs":[],"obfuscation":"x9QzK2mLp0aBc"}""");

    private readonly TurnRequest _request = new()
    {
        Model = "gpt-6-astra",
        Input = [.. Enumerable.Range(0, 500).Select(static number => ConversationItem.FunctionCallOutput($"call_{number}", new string('x', 2000)))],
    };

    [Benchmark(Baseline = true)]
    public int Write_500_items_in_full() => RequestFrameWriter.Create(_request, _request.Input, streamId: null, parent: null, firstItem: 0).Utf8Json.Length;

    [Benchmark]
    public int Write_the_last_item_of_500() => RequestFrameWriter.Create(_request, _request.Input, streamId: null, "resp_1", firstItem: 499).Utf8Json.Length;

    [Benchmark]
    public object? Read_a_text_delta() => EventReader.Read(Delta).Event;
}
