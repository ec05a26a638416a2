namespace ResponsesWebSocket.Emulator.Tests.State;

public sealed class StoredParentTests
{
    [Fact]
    [Trait("Rule", "4.1.6")]
    public async Task Azure_holds_the_newest_response_alone_and_continues_older_ones_from_the_store()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Profile = EmulatorProfile.Azure });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var stored = await StoreAsync(socket, "say stored");
        var unstored = (await socket.AskAsync("say unstored")).ResponseId();
        var newest = (await socket.AskAsync("say newest", unstored)).ResponseId();
        var next = (await socket.AskAsync("say next", newest)).ResponseId();
        var fromStore = await socket.AskAsync("say old", stored);
        var gone = await socket.AskAsync("say gone", unstored);

        fromStore.OutputText().Should().Be("old");
        gone.ErrorCode().Should().Be("previous_response_not_found");
        SourceOf(emulator, next).Should().Be(ParentSource.SameLane);
        SourceOf(emulator, fromStore.ResponseId()).Should().Be(ParentSource.Store);
    }

    [Fact]
    [Trait("Rule", "4.3.5")]
    public async Task Azure_continues_a_stored_response_from_the_store_when_an_error_has_lost_it()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new() { Profile = EmulatorProfile.Azure });
        using var socket = await BareSocket.ConnectAsync(emulator, limit.Token);

        var stored = await StoreAsync(socket, "say stored");
        await socket.AskAsync("fail server_error");
        var next = await socket.AskAsync("say on", stored);

        next.OutputText().Should().Be("on");
        SourceOf(emulator, next.ResponseId()).Should().Be(ParentSource.Store);
    }

    [Fact]
    [Trait("Rule", "4.1.5")]
    public async Task It_is_the_parent_that_has_to_be_stored_and_the_child_may_choose_again()
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync();
        using var one = await BareSocket.ConnectAsync(emulator, limit.Token);
        using var two = await BareSocket.ConnectAsync(emulator, limit.Token);

        var stored = await StoreAsync(one, "say stored");
        var child = await two.AskAsync("say child", stored);
        var lost = await one.AskAsync("say lost", child.ResponseId());

        child.At("response", "store").GetBoolean().Should().BeFalse();
        lost.ErrorCode().Should().Be("previous_response_not_found");
    }

    private static async Task<string> StoreAsync(BareSocket socket, string text)
    {
        await socket.SendAsync($$"""{"type":"response.create","model":"gpt-6-astra","store":true,"input":"{{text}}"}""");
        return (await socket.ReceiveTurnAsync())[^1].ResponseId();
    }

    private static ParentSource SourceOf(ResponsesEmulator emulator, string id) =>
        emulator.Journal.Responses.Single(response => response.ResponseId == id).ParentSource;
}
