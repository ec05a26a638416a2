using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Kit;

/// <summary>One turn of a scripted answer, and what holds for the events of every turn.</summary>
internal static class OneTurn
{
    /// <summary>The events of a turn; <paramref name="more"/> are further members of the create as JSON text, with a comma in front.</summary>
    public static async Task<IReadOnlyList<JsonElement>> OfAsync(ModelAnswer answer, string more = "", bool encryptsByDefault = true)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new()
        {
            Model = new ScriptedModel().Then(answer),
            EncryptedReasoningByDefault = encryptsByDefault,
        });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);
        await socket.SayAsync("go", more: more);
        var events = await socket.ReceiveTurnAsync();
        events.Select(static e => e.At("sequence_number").GetInt32()).Should().Equal(Enumerable.Range(0, events.Count));
        events.Take(2).Types().Should().Equal("response.created", "response.in_progress");
        return [.. events.Skip(2)];
    }

    /// <summary>Checks that all events which name an item or a place name this one, and that the item has an id of this prefix throughout.</summary>
    public static void ShouldBeAboutItem(this IEnumerable<JsonElement> events, int index, string prefix)
    {
        var own = events.Where(e => e.Has("output_index") && e.At("output_index").GetInt32() == index).ToList();
        var id = own[0].Text("item", "id");
        own[0].Type().Should().Be("response.output_item.added");
        id.Should().MatchRegex($"^{prefix}_[0-9a-f]{{50}}$");
        own.Where(static e => e.Has("item_id")).Should().NotContain(e => e.Text("item_id") != id);
        own.Where(static e => e.Has("item")).Should().OnlyContain(e => e.Text("item", "id") == id);
    }

    /// <summary>The item of the <c>response.output_item.done</c>, which must be equal to the one in the terminal event.</summary>
    public static JsonElement FinalItem(this IReadOnlyList<JsonElement> events, int index = 0)
    {
        var done = events.Single(e => e.Type() == "response.output_item.done" && e.At("output_index").GetInt32() == index).At("item");
        events[^1].At("response", "output", index).GetRawText().Should().Be(done.GetRawText());
        return done;
    }
}
