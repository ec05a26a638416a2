namespace ResponsesWebSocket.Client.Tests.Scenarios;

/// <summary>Sockets that end in the middle of a message, a fragment or a character.</summary>
public sealed class CutAnywhereTests
{
    private const int Cuts = 150;
    private const string Text = "Grüße aus Köln, 12 €, 😀 – and then some more of it";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Bug", "14 repeated text or silent truncation")]
    public async Task Wherever_a_streamed_answer_is_cut_the_text_is_a_beginning_and_never_a_success(bool inFragments)
    {
        var cuts = Enumerable.Range(1, Cuts).Select(static cut => new PlannedFault(new() { Connection = cut, Byte = 23 * cut }, new FaultEffect.Drop()));
        var fragments = new PlannedFault(new(), new FaultEffect.Fragment(5)) { Times = null };
        await using var harness = await Harness.StartAsync(
            new EmulatorOptions { FaultPlan = new(inFragments ? cuts.Append(fragments) : cuts) }, static options => options.MaxRetries = 0);
        var lost = 0;
        for (var turn = 1; turn <= Cuts; turn++)
        {
            var (events, thrown) = await StreamingTests.ReadToFailureAsync(harness.Stream(TestHistory.Asking("say " + Text)));
            var text = StreamingTests.TextOf(events);
            if (thrown is null)
            {
                (text, events.OfType<ResponseCompletedEvent>().Single().Result.Text).Should().Be((Text, Text));
            }
            else
            {
                thrown.Should().BeOfType<ConnectionLostException>();
                Text.Should().StartWith(text);
                events.Should().NotContain(static e => e is ResponseCompletedEvent);
                lost++;
            }
        }

        lost.Should().BeGreaterThan(50, "otherwise little was cut");
        harness.Journal.Sent().Should().HaveCount(Cuts, "what may have been seen is not sent again");
    }
}
