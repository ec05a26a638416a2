namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>SR6 and F15: a result that has no JSON form is an error told to the model, and costs no other result.</summary>
public sealed class UnserializableResultTests
{
    public static TheoryData<string, bool, bool> Cases => new()
    {
        { "Type", false, false }, { "Type", false, true }, { "Type", true, false }, { "Type", true, true },
        { "Throws", false, false }, { "Throws", false, true }, { "Throws", true, false }, { "Throws", true, true },
        { "Cycle", false, false }, { "Cycle", true, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task F15_The_model_is_told_and_the_results_beside_it_stay(string function, bool concurrently, bool streaming)
    {
        await using var harness = await Harness.StartAsync(
            Answers.Calls(("c1", "P-Good", "{}"), ("c2", $"P-{function}", "{}"), ("c3", "P-Good", "{}")), Answers.Text("done"));
        harness.With(
            "P",
            Harness.Function("Good", () => "good"),
            Harness.Function("Type", () => (object)typeof(string)),
            Harness.Function("Throws", () => (object)new Unreadable()),
            Harness.Function("Cycle", () => (object)new Endless()));
        var history = Harness.Said("go");

        var answer = await harness.AnswerAsync(history, streaming, concurrently ? Harness.Concurrent : Harness.Auto);

        answer.Should().Be("done");
        var sent = Canonical.Of(harness.LastNew);
        sent.Should().HaveCount(3);
        sent[0].Should().Be("c1 gave good");
        sent[1].Should().StartWith("c2 gave Error: Exception while invoking function. ");
        sent[2].Should().Be("c3 gave good");
        Canonical.Of(history.Skip(2)).Should().Equal(sent);
    }

    [Fact]
    public async Task F15_The_message_of_the_cause_is_what_the_model_reads()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));

        await harness.With("P", () => (object)new Unreadable()).AskAsync("go", Harness.Auto);

        Canonical.Of(harness.LastNew).Should().Equal("c1 gave Error: Exception while invoking function. not yet loaded");
    }

    [Fact]
    public async Task FI7_F15_A_filter_may_leave_such_a_result_too()
    {
        await using var harness = await Harness.StartAsync(Answers.Call("c1", "P-F"), Answers.Text("done"));
        harness.With("P", () => "good").With(new InlineFilter(static async (context, next) =>
        {
            await next(context);
            context.Result = new FunctionResult(context.Result, new Unreadable());
        }));

        var answer = await harness.AskAsync("go", Harness.Auto);

        answer.Content.Should().Be("done");
        Canonical.Of(harness.LastNew).Should().Equal("c1 gave Error: Exception while invoking function. not yet loaded");
    }

    private sealed class Unreadable
    {
        public string Name => throw new InvalidOperationException("not yet loaded");
    }

    private sealed class Endless
    {
        public Endless Self => this;
    }
}
