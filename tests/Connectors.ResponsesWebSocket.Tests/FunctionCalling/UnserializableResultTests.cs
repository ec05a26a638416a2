namespace Connectors.ResponsesWebSocket.Tests.FunctionCalling;

/// <summary>A result that has no JSON form leaves the call as the serializer's exception, and costs no other result.</summary>
public sealed class UnserializableResultTests
{
    public static TheoryData<string, bool, bool> Cases => new()
    {
        { "Type", false, false }, { "Type", false, true }, { "Type", true, false }, { "Type", true, true },
        { "Throws", false, false }, { "Throws", true, true }, { "Cycle", false, false }, { "Cycle", true, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Contract", "F13")]
    public async Task The_caller_is_told_and_the_results_of_the_calls_that_ran_stay(string function, bool concurrently, bool streaming)
    {
        await using var harness = await Harness.StartAsync(Answers.Calls(("c1", "P-Good", "{}"), ("c2", $"P-{function}", "{}"), ("c3", "P-Good", "{}")));
        harness.With(
            "P",
            Harness.Function("Good", () => "good"),
            Harness.Function("Type", () => (object)typeof(string)),
            Harness.Function("Throws", () => (object)new Unreadable()),
            Harness.Function("Cycle", () => (object)new Endless()));
        var history = Harness.Said("go");

        var asking = () => harness.AnswerAsync(history, streaming, concurrently ? Harness.Concurrent : Harness.Auto);

        (await asking.Should().ThrowAsync<Exception>()).Which.GetType().Should().Be(function switch
        {
            "Type" => typeof(NotSupportedException),
            "Throws" => typeof(InvalidOperationException),
            _ => typeof(JsonException),
        });
        Canonical.Of(history.Skip(2)).Should().Equal(concurrently ? ["c1 gave good", "c3 gave good"] : ["c1 gave good"]);
        harness.Creates.Should().ContainSingle();
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
