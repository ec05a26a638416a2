using System.Buffers;
using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.Recording;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator;

/// <summary>Everything that the emulator saw and did. Thread-safe; lists are snapshots.</summary>
/// <remarks>A server frame is entered before it is handed to the socket, and a response gets its final state before its terminal event:
/// whoever has received a frame finds it here.</remarks>
public sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly BoundedLog<JournalFrame> _frames = new(JournalSizes.Of);
    private readonly BoundedLog<JournalResponse> _responses = new(JournalSizes.Of);
    private readonly BoundedLog<JournalConnection> _connections = new(JournalSizes.Of);
    private readonly BoundedLog<JournalRefusal> _refusals = new(JournalSizes.Of);
    // Its entries are those of the other lists, so it is not counted with them; it has the same bound, and what it alone holds on to is within that.
    private readonly BoundedLog<JournalNote> _notes = new(static note => note.Entry switch
    {
        JournalFrame frame => JournalSizes.Of(frame),
        JournalResponse response => JournalSizes.Of(response),
        JournalConnection connection => JournalSizes.Of(connection),
        _ => JournalSizes.Of((JournalRefusal)note.Entry),
    });
    private readonly List<JournalRecording> _recordings = [];
    private readonly IBoundedLog[] _lists;
    private readonly long _maximumBytes;
    private TaskCompletionSource? _changed;

    internal Journal(long maximumBytes)
    {
        _maximumBytes = maximumBytes;
        _lists = [_frames, _responses, _connections, _refusals];
    }

    /// <summary>All messages of both directions, in the order of their numbers.</summary>
    public IReadOnlyList<JournalFrame> Frames => Read(_frames);

    /// <summary>All responses that were started, in order of start. A create that was refused has none, but see <see cref="Frames"/>.</summary>
    public IReadOnlyList<JournalResponse> Responses => Read(_responses);

    /// <summary>All accepted connections, in order of opening.</summary>
    public IReadOnlyList<JournalConnection> Connections => Read(_connections);

    /// <summary>All refused upgrades.</summary>
    public IReadOnlyList<JournalRefusal> RefusedUpgrades => Read(_refusals);

    /// <summary>What is no longer kept. Nothing unless <see cref="EmulatorLimits.JournalBytes"/> is set.</summary>
    public JournalDropped Dropped
    {
        get
        {
            lock (_gate)
            {
                return new(_frames.Dropped, _responses.Dropped, _connections.Dropped, _refusals.Dropped);
            }
        }
    }

    /// <summary>Number that the next connection will have.</summary>
    internal int NextConnection
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count + 1;
            }
        }
    }

    /// <summary>The reconstructed context of a response: its parent chain, then its input.</summary>
    /// <param name="responseId">Id of a response that was started.</param>
    /// <returns>The items.</returns>
    /// <exception cref="KeyNotFoundException">No such response was started, or it is no longer kept.</exception>
    public IReadOnlyList<JsonElement> ContextOf(string responseId) =>
        Responses.FirstOrDefault(response => response.ResponseId == responseId)?.Context
            ?? throw new KeyNotFoundException($"No response with id '{responseId}' was started, or it is no longer kept.");

    /// <summary>Waits until a look at the journal finds something. The look is repeated after each entry.</summary>
    /// <typeparam name="T">What is looked for.</typeparam>
    /// <param name="find">The look; <see langword="null"/> means not yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was found first.</returns>
    public async Task<T> WaitForAsync<T>(Func<Journal, T?> find, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(find);
        while (true)
        {
            // Taken before the look, so that an entry made during the look is not missed.
            var changed = NextChange();
            if (find(this) is { } found)
            {
                return found;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until a condition holds. It is looked at again after each entry.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the condition holds.</returns>
    public async Task WaitUntilAsync(Func<Journal, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        await WaitForAsync(journal => condition(journal) ? journal : null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes all that has happened so far as JSON lines: one object per line, in UTF-8, in the order in which it happened. Keys that
    /// clients presented are left out; messages are written as they were.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>A task that completes when all is written.</returns>
    public async Task WriteJsonLinesAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var line = new ArrayBufferWriter<byte>();
        foreach (var note in Read(_notes))
        {
            line.ResetWrittenCount();
            JournalLine.Write(note, line);
            await stream.WriteAsync(line.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes all that has happened so far, and from now on everything when it happens, in the form of
    /// <see cref="WriteJsonLinesAsync"/>.</summary>
    /// <param name="stream">Where to; it stays open and belongs to the recording until that is disposed.</param>
    /// <returns>The recording; disposing it ends it.</returns>
    public JournalRecording RecordTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var recording = new JournalRecording(stream, End);
        lock (_gate)
        {
            foreach (var note in _notes.Snapshot())
            {
                recording.WriteNeedsLock(note);
            }

            _recordings.Add(recording);
        }

        return recording;
    }

    internal void AddFrame(int connectionId, bool fromClient, string? streamId, DateTimeOffset time, int bytes, string? text, int? turn) =>
        Change(() => Add(_frames, NoteKind.Frame, new()
        {
            Number = _frames.Count + 1, ConnectionId = connectionId, FromClient = fromClient, StreamId = streamId, Time = time, Bytes = bytes, Text = text, Turn = turn,
        }));

    internal void AddHttpFrame(bool fromClient, string route, int? status, DateTimeOffset time, int bytes, string text, int? turn) => Change(() =>
        Add(_frames, NoteKind.Frame, new()
        {
            Number = _frames.Count + 1, FromClient = fromClient, Time = time, Bytes = bytes, Text = text, Turn = turn, Transport = Transports.Http, Route = route, Status = status,
        }));

    internal void AddRefusal(JournalRefusal refusal) => Change(() => Add(_refusals, NoteKind.UpgradeRefused, refusal));

    internal int AddConnection(DateTimeOffset opened, IReadOnlyDictionary<string, string> headers)
    {
        var id = 0;
        Change(() =>
        {
            id = _connections.Count + 1;
            Add(_connections, NoteKind.ConnectionOpened, new() { Id = id, Opened = opened, Headers = headers });
        });
        return id;
    }

    internal void EndConnection(int id, DateTimeOffset closed, int? closeStatus) =>
        Change(() => _connections.Replace(id - 1, connection =>
        {
            var ended = connection with { Closed = closed, CloseStatus = closeStatus };
            Note(NoteKind.ConnectionClosed, ended);
            return ended;
        }));

    /// <summary>Enters a started response and returns the position under which it can be updated.</summary>
    internal int AddResponse(JournalResponse response)
    {
        var position = 0;
        Change(() =>
        {
            position = _responses.Count;
            Add(_responses, NoteKind.ResponseStarted, response);
        });
        return position;
    }

    internal void UpdateResponse(int position, Func<JournalResponse, JournalResponse> update) =>
        Change(() => _responses.Replace(position, response =>
        {
            var updated = update(response);
            if (response.Status == "in_progress" && updated.Status != response.Status)
            {
                Note(NoteKind.ResponseEnded, updated);
            }

            return updated;
        }));

    private void Add<T>(BoundedLog<T> list, NoteKind kind, T entry)
        where T : class
    {
        list.Add(entry);
        Note(kind, entry);
    }

    private void Note(NoteKind kind, object entry)
    {
        var note = new JournalNote(kind, entry);
        _notes.Add(note);
        foreach (var recording in _recordings)
        {
            recording.WriteNeedsLock(note);
        }
    }

    private void End(JournalRecording recording)
    {
        lock (_gate)
        {
            _recordings.Remove(recording);
        }
    }

    private IReadOnlyList<T> Read<T>(BoundedLog<T> list)
    {
        lock (_gate)
        {
            return list.Snapshot();
        }
    }

    private Task NextChange()
    {
        lock (_gate)
        {
            return (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            change();
            while (_lists.Sum(static list => list.Bytes) > _maximumBytes)
            {
                _lists.MaxBy(static list => list.Bytes)!.DropOldest();
            }

            while (_notes.Bytes > _maximumBytes)
            {
                _notes.DropOldest();
            }

            changed = _changed;
            _changed = null;
        }

        changed?.SetResult();
    }
}
