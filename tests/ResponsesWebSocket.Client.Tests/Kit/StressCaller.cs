namespace ResponsesWebSocket.Client.Tests.Kit;

/// <summary>One caller who asks, edits, forks, runs tools and goes away, as its seed says. Knows what each answer must be.</summary>
internal sealed class StressCaller(StressRun run, int number, bool leaves)
{
    private readonly Random _random = new((run.Seed * 1009) + number);
    private readonly bool _stores = number % 10 == 0;
    private TestHistory _history = new TestHistory().System($"{Mark(number)} Be brief, {StressRun.Private}.");
    private int _asked;

    /// <summary>Stands in all texts of the caller and in no others.</summary>
    public static string Mark(int number) => $"caller-{number}:";

    public async Task TalkAsync(int turns)
    {
        // Off the starter's thread, so that all begin at once.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var turn = 0; turn < turns; turn++)
        {
            await (_random.Next(leaves ? 14 : 12) switch
            {
                0 or 1 or 2 => AskAsync(_history, Say()),
                3 => AskAsync(_history, ("stream 12", string.Concat(Enumerable.Range(1, 12).Select(static n => $"{n,18}. ")))),
                4 => AskAsync(_history, Reason()),
                5 => AskAsync(_history, ("recall", string.Join('\n', UserTexts()))),
                6 or 7 => LookAsync(),
                8 => AskAsync(Edited(), Say()),
                9 => ForkAsync(),
                10 => AskAsync(WithoutLastAnswer(), Say()),
                11 => AskAsync(CutAtTheFront(), Say()),
                12 => CancelAsync(),
                _ => LeaveAsync(),
            });
        }
    }

    private (string Question, string Answer) Say()
    {
        var text = $"{Mark(number)} answer {++_asked} was given {StressRun.Private} and in several pieces";
        return ($"say {text}", text);
    }

    private (string Question, string Answer) Reason()
    {
        var (question, answer) = Say();
        return ($"reason {Mark(number)} {StressRun.Private}\n{question}", answer);
    }

    private async Task<TurnResult> AskAsync(TestHistory history, (string Question, string Answer) ask)
    {
        var result = await run.TurnAsync(history.User(ask.Question), ask.Answer, _random.Next(2) == 0, _stores);
        Append(history, result);
        return result;
    }

    private void Append(TestHistory history, TurnResult result) => _ = _random.Next(3) == 0 ? history.Raw(result) : history.Mapped(result);

    private async Task LookAsync()
    {
        var asked = ++_asked;
        string[] questions = [.. Enumerable.Range(1, _random.Next(1, 4)).Select(n => $"call look {{\"of\":\"{Mark(number)}{asked}.{n}\"}}")];
        var result = await AskAsync(_history, (string.Join('\n', questions), ""));
        result.FunctionCalls.Select(static call => $"call {call.Name} {call.Arguments}").Should().Equal(questions);
        var calls = result.FunctionCalls.ToList();
        var interrupted = _random.Next(4) == 0;
        foreach (var call in interrupted ? calls.Take(_random.Next(calls.Count)) : calls)
        {
            _history.Output(call.CallId!, OutputOf(call));
        }

        if (interrupted)
        {
            await AskAsync(_history, Say());
            return;
        }

        Append(_history, await run.TurnAsync(_history, string.Join('\n', calls.Select(static call => $"Result of look: {OutputOf(call)}")), _random.Next(2) == 0, _stores));
    }

    private static string OutputOf(ConversationItem call) => $"found {call.Arguments}";

    private async Task ForkAsync()
    {
        TestHistory[] branches = [_history.Copy(), _history.Copy(), .. _random.Next(2) == 0 ? (TestHistory[])[_history.Copy()] : []];
        // Chance is not safe for several at once: what each will do is decided first.
        var asks = branches.Select(branch => (Branch: branch, Ask: Say(), Streams: _random.Next(2) == 0)).ToList();
        var results = await Task.WhenAll(asks.Select(ask => run.TurnAsync(ask.Branch.User(ask.Ask.Question), ask.Ask.Answer, ask.Streams, _stores)));
        var chosen = _random.Next(branches.Length);
        _history = branches[chosen];
        Append(_history, results[chosen]);
    }

    private TestHistory Edited()
    {
        var places = PlacesOfUsers();
        if (places.Count > 0)
        {
            _history.Items[places[_random.Next(places.Count)]] = ConversationItem.Message("user", $"{Mark(number)} meant something else, {StressRun.Private}, {++_asked}");
        }

        return _history;
    }

    private TestHistory WithoutLastAnswer()
    {
        if (PlacesOfUsers() is [.., var last])
        {
            _history.Items.RemoveRange(last + 1, _history.Items.Count - last - 1);
        }

        return _history;
    }

    private TestHistory CutAtTheFront()
    {
        var places = PlacesOfUsers();
        if (places.Count > 4)
        {
            _history.Items.RemoveRange(1, places[_random.Next(1, 4)] - 1);
        }

        return _history;
    }

    private Task CancelAsync()
    {
        var (question, answer) = Say();
        return run.CancelAsync(_history.Copy().User(question), answer, _random.Next(40));
    }

    private Task LeaveAsync()
    {
        var (question, answer) = Say();
        return run.LeaveAsync(_history.Copy().User(question), answer, _random.Next(1, 9));
    }

    private List<int> PlacesOfUsers() => [.. Enumerable.Range(0, _history.Items.Count).Where(place => _history.Items[place] is { Kind: ItemKind.Message, Role: "user" })];

    private IEnumerable<string> UserTexts() => PlacesOfUsers().Select(place => _history.Items[place].Text);
}
