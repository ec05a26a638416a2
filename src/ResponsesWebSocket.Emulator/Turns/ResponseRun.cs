using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Outputs;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;
using ResponsesWebSocket.Emulator.Steering;

namespace ResponsesWebSocket.Emulator.Turns;

/// <summary>One response from <c>response.created</c> to its terminal event.</summary>
internal sealed class ResponseRun
{
    private readonly EmulatorContext _emulator;
    private readonly ITurnConnection _connection;
    private readonly StartedTurn _started;
    private readonly EventStream _events;
    private readonly TerminalOutput _terminalOutput;
    private readonly ResponseIds _ids;
    private readonly ResponseObject _response;
    private readonly List<JsonElement> _output = [];
    private int _journalPosition = -1;
    private bool _isCompacted;

    public ResponseRun(
        EmulatorContext emulator, ITurnConnection connection, StartedTurn started, EventStream events, TerminalOutput terminalOutput)
    {
        _emulator = emulator;
        _connection = connection;
        _started = started;
        _events = events;
        _terminalOutput = terminalOutput;
        var created = emulator.Time.GetUtcNow();
        _ids = new(created);
        _response = new(started.Request, _ids.Next("resp_"), created);
        // Automatic compaction and steering exclude each other, and a warm-up has nothing to change.
        var canBeSteered = Request.Generate && !Request.CompactsByItself && emulator.Options.CanSteer(Request.Model);
        Target = new(_response.Id, started.Turn.Lane, events, canBeSteered);
    }

    public SteerTarget Target { get; }

    public IReadOnlyList<JsonElement> Output => _output;

    private CreateRequest Request => _started.Request;

    private EmulatorBehavior Behavior => _emulator.Options.Behavior;

    // The same model, tools and effort: otherwise the service renders another prefix, and nothing of it is cached.
    private string CacheShape =>
        $"{Request.Model}\n{Raw("tools")}\n{Request.Effective.Member("reasoning", JsonValueKind.Object)?.Text("effort")}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Asked before anything is sent, so that a model which refuses at once does so in place of the whole response.
        var answering = _started.FixedAnswer is { } given
            ? Task.FromResult(given)
            : Request is { Generate: true, IsCompaction: false } ? AskModelAsync(cancellationToken) : Task.FromResult(new ModelAnswer([]));
        if (answering.IsCompletedSuccessfully && (await answering.ConfigureAwait(false)) is { Outputs.Count: 0, Ending: AnswerEnding.Error { Detail: not { BeginsResponse: true } } refusal })
        {
            throw Refused(refusal);
        }

        // A model that answers at once can also say what comes around the first events.
        var early = answering.IsCompletedSuccessfully ? await answering.ConfigureAwait(false) : null;
        _events.InjectedEvents = early is null ? null : InjectedEvents.Of(early);
        Enter();
        try
        {
            await RespondAsync(early, answering).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var status = exception is OperationCanceledException ? "cancelled" : "failed";
            Update(response => response with { Status = response.Status == "in_progress" ? status : response.Status, Cost = _events.Meter?.Cost });
            throw;
        }
    }

    private async Task RespondAsync(ModelAnswer? early, Task<ModelAnswer> answering)
    {
        try
        {
            await _events.SendAsync("response.created", writer => _response.WriteTo(writer, ResponseState.InProgress)).ConfigureAwait(false);
            if (early?.Queued == true || _started.Turn.HasWaited && Behavior.AnnouncesQueuedCreates)
            {
                await _events.SendAsync("response.queued", writer => _response.WriteTo(writer, ResponseState.Queued)).ConfigureAwait(false);
            }

            if (Request.Generate || Behavior.WarmUpIsInProgress)
            {
                await _events.SendAsync("response.in_progress", writer => _response.WriteTo(writer, ResponseState.InProgress)).ConfigureAwait(false);
            }

            await StreamAsync(await answering.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (RequestRefusedException refused) when (refused.Error.Form is { Shape: ErrorShape.ResponseFailed } error)
        {
            await FailAsync(error.Code, error.Message, error.Members).ConfigureAwait(false);
            await _connection.CloseAfterAsync(error).ConfigureAwait(false);
        }
    }

    // The connection's end must not wait for a model that ignores its token.
    private Task<ModelAnswer> AskModelAsync(CancellationToken cancellationToken)
    {
        var request = new ModelRequest(_response.Id, Request.Frame, _started.Context, AllTools(), Request.ToolChoice);
        return _emulator.Options.Model.AnswerAsync(request, cancellationToken).AsTask().WaitAsync(cancellationToken);
    }

    private IReadOnlyList<JsonElement> AllTools() =>
    [
        .. Request.Tools,
        .. CompactionItem.Expand(_started.Context)
            .Where(static item => item.Text("type") == ControlItems.AdditionalTools)
            .SelectMany(static item => item.Member("tools", JsonValueKind.Array) is { } tools ? tools.EnumerateArray().ToArray() : []),
    ];

    private async Task StreamAsync(ModelAnswer answer)
    {
        _events.InjectedEvents ??= InjectedEvents.Of(answer);
        if (_events.Meter is { } meter)
        {
            await meter.PrefillAsync(new(CacheShape, Request.Frame.Text("instructions") ?? string.Empty, TokenCount.Of(Raw("tools")), _started.Context)).ConfigureAwait(false);
        }

        var settings = OutputSettings.Of(Request, _emulator.Options);
        if (Request.IsCompaction || Request.Generate && RenderedTokens() >= Request.CompactThreshold)
        {
            await CompactAsync().ConfigureAwait(false);
        }

        for (var index = 0; index < answer.Outputs.Count; index++)
        {
            if (IsToBeCut())
            {
                await EndSteeredAsync().ConfigureAwait(false);
                return;
            }

            if (answer.Outputs[index] is ModelOutput.RawEvent frame)
            {
                await _events.SendRawAsync(frame).ConfigureAwait(false);
                continue;
            }

            await WriteAsync(OutputWriter.For(answer.Outputs[index], _events, _ids, _output.Count, settings), ItemEnds.Of(answer, index)).ConfigureAwait(false);
        }

        switch (answer.Ending)
        {
            case AnswerEnding.Error error:
                throw Refused(error);
            case AnswerEnding.Failed(var code, var message):
                await FailAsync(code, message).ConfigureAwait(false);
                break;
            case AnswerEnding.Completed when IsToBeCut():
                await EndSteeredAsync().ConfigureAwait(false);
                break;
            case AnswerEnding.Incomplete(var reason):
                await EndAsync(
                    new("incomplete") { IncompleteReason = reason, Usage = Measure() }, Behavior.IncompleteCanBeParent ? Remember : Forget).ConfigureAwait(false);
                break;
            default:
                await EndAsync(new("completed") { CompletedAt = _emulator.Time.GetUtcNow(), Usage = Measure() }, Remember).ConfigureAwait(false);
                break;
        }
    }

    // Before the answer, of everything up to it. The model has been asked already and saw the context as it was; later turns begin here.
    private async Task CompactAsync()
    {
        _isCompacted = true;
        var content = CompactionItem.Pack(_started.Context);
        await WriteAsync(new CompactionOutputWriter(_events, _ids.Next("cmp_"), _output.Count, content), ItemEnd.Whole).ConfigureAwait(false);
    }

    private async Task WriteAsync(OutputWriter writer, ItemEnd itemEnd)
    {
        if (await writer.WriteAsync(itemEnd).ConfigureAwait(false) is { } item)
        {
            _output.Add(item);
            Update(response => response with { Output = [.. _output] });
        }
    }

    // A response that leaves calls to the client goes on to its own end: the steers have to wait for the results anyway.
    private bool IsToBeCut() => Target.HasSteers && RequiredInput.Of(_output).Count == 0;

    private Task EndSteeredAsync() => EndAsync(new("incomplete") { IncompleteReason = SteerEnd.Steered, Usage = Measure() }, Remember);

    private Task FailAsync(string? code, string message, IReadOnlyDictionary<string, JsonElement>? members = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        foreach (var (name, value) in members ?? new Dictionary<string, JsonElement>())
        {
            error[name] = JsonText.ToNode(value);
        }

        return EndAsync(new("failed") { Error = error }, Behavior.FailedCanBeParent ? Remember : Forget);
    }

    private Task EndAsync(ResponseState state, Action commit)
    {
        var end = state with { Output = _output, OutputForm = _terminalOutput };
        return _events.SendAsync($"response.{state.Status}", writer => _response.WriteTo(writer, end), () =>
        {
            commit();
            KeepWhole(state);
            Target.End(state.IncompleteReason ?? state.Status);
            NoteEnd();
            Update(response => response with
            {
                Status = state.Status,
                Usage = state.Usage is { } usage ? JsonText.ToElement(usage.ToJson()) : null,
                Cost = _events.Meter?.Cost,
            });
        });
    }

    /// <summary>The client is about to hear of the end; unless steers are left the lane is free from then on.</summary>
    public void NoteEnd()
    {
        if (!Target.HasSteers)
        {
            _connection.NoteEnd(Target.Lane);
        }
    }

    // For whoever asks for the response by its id. That answer is whole, whatever a fault does to the terminal event.
    private void KeepWhole(ResponseState state)
    {
        if (Request.Store)
        {
            var whole = JsonText.WriteObject(writer => _response.WriteTo(writer, state with { Output = _output }));
            _emulator.Store.KeepWhole(_response.Id, JsonText.Parse(whole).GetProperty("response"), _started.Turn.Bytes);
        }
    }

    private void Remember()
    {
        var held = new CachedResponse(_response.Id, [.. _isCompacted ? [] : _started.Context, .. _output], [.. _output], _started.Parent?.Root ?? _response.Id, CacheShape);
        _events.Meter?.Keep(_output);
        _connection.Memory.Keep(_started.Turn.Lane, held);
        if (Request.Store)
        {
            _emulator.Store.Keep(held);
        }
    }

    // A failed response is no parent, and like an error it takes the parent that its own lane held along.
    private void Forget()
    {
        if (_emulator.Rules.ErrorsEvictAll)
        {
            _connection.Memory.Clear();
        }
        else if (_started.Parent is not null)
        {
            _connection.Memory.Evict(_started.Turn.Lane, _started.Parent.Id);
        }
    }

    private Usage Measure()
    {
        var isWarm = _started.Source is ParentSource.SameLane or ParentSource.OtherLane && _started.Parent?.CacheShape == CacheShape;
        var cached = _events.Meter?.Cost.CachedTokens ?? (isWarm ? TokenCount.Of(_started.Parent?.Items ?? []) : 0);
        return new(RenderedTokens(), cached, TokenCount.Of(_output))
        {
            ReasoningTokens = TokenCount.Of(_output.Where(static item => item.Text("type") == "reasoning")),
        };
    }

    private int RenderedTokens() =>
        TokenCount.Of(_started.Context) + TokenCount.Of(Request.Frame.Text("instructions")) + TokenCount.Of(Raw("tools"));

    private string? Raw(string name) => Request.Frame.Member(name, JsonValueKind.Array)?.GetRawText();

    private void Enter()
    {
        _connection.Steers.Open(Target, Request.PreviousResponseId, Request.Generate);
        _journalPosition = _emulator.Journal.AddResponse(Describe());
    }

    private JournalResponse Describe() => new()
    {
        Turn = _started.Turn.Number,
        ResponseId = _response.Id,
        ConnectionId = _connection.Id,
        Transport = _connection.Transport,
        StreamId = _started.Turn.StreamId,
        PreviousResponseId = Request.PreviousResponseId,
        ParentSource = _started.Source,
        Input = Request.Input,
        Context = _started.Context,
        Tools = AllTools(),
        Status = "in_progress",
        Bytes = _started.Turn.Bytes,
        IsSteeringSuccessor = _started.Turn.IsAutomatic,
    };

    private void Update(Func<JournalResponse, JournalResponse> update) => _emulator.Journal.UpdateResponse(_journalPosition, update);

    private static RequestRefusedException Refused(AnswerEnding.Error error) =>
        new(error.Detail is { } detail ? RequestError.From(detail) : new(error.Status, error.Code, error.Message) { RetryAfter = error.RetryAfter });
}
