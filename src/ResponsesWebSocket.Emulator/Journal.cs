using System.Text.Json;
using ResponsesWebSocket.Emulator.Protocol;
using ResponsesWebSocket.Emulator.State;

namespace ResponsesWebSocket.Emulator;

/// <summary>Everything that the emulator saw and did. Thread-safe; lists are snapshots.</summary>
/// <remarks>A server frame is entered before it is handed to the socket, and a response gets its final state before its terminal event:
/// whoever has received a frame finds it here.</remarks>
public sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly SnapshotList<JournalFrame> _frames = new();
    private readonly SnapshotList<JournalResponse> _responses = new();
    private readonly SnapshotList<JournalConnection> _connections = new();
    private readonly SnapshotList<JournalRefusal> _refusals = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Journal()
    {
    }

    /// <summary>All messages of both directions, in the order of their numbers.</summary>
    public IReadOnlyList<JournalFrame> Frames => Read(_frames);

    /// <summary>All responses that were started, in order of start. A create that was refused has none, but see <see cref="Frames"/>.</summary>
    public IReadOnlyList<JournalResponse> Responses => Read(_responses);

    /// <summary>All accepted connections, in order of opening.</summary>
    public IReadOnlyList<JournalConnection> Connections => Read(_connections);

    /// <summary>All refused upgrades.</summary>
    public IReadOnlyList<JournalRefusal> RefusedUpgrades => Read(_refusals);

    /// <summary>The reconstructed context of a response: its parent chain, then its input.</summary>
    /// <param name="responseId">Id of a response that was started.</param>
    /// <returns>The items.</returns>
    /// <exception cref="KeyNotFoundException">No such response was started.</exception>
    public IReadOnlyList<JsonElement> ContextOf(string responseId) =>
        Responses.FirstOrDefault(response => response.ResponseId == responseId)?.Context
            ?? throw new KeyNotFoundException($"No response with id '{responseId}' was started.");

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

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until a condition holds. It is looked at again after each entry.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when the condition holds.</returns>
    public async Task WaitUntilAsync(Func<Journal, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        await WaitForAsync(journal => condition(journal) ? journal : null, cancellationToken);
    }

    internal void AddFrame(int connectionId, bool fromClient, string? streamId, DateTimeOffset time, int bytes, string? text, int? turn) =>
        Change(() => _frames.Add(new(_frames.Count + 1, connectionId, fromClient, streamId, time, bytes, text, turn)));

    internal void AddHttpFrame(bool fromClient, string route, int? status, DateTimeOffset time, int bytes, string text, int? turn) => Change(() =>
        _frames.Add(new(_frames.Count + 1, 0, fromClient, null, time, bytes, text, turn) { Transport = Transports.Http, Route = route, Status = status }));

    internal void AddRefusal(JournalRefusal refusal) => Change(() => _refusals.Add(refusal));

    internal int AddConnection(DateTimeOffset opened, IReadOnlyDictionary<string, string> headers)
    {
        var id = 0;
        Change(() =>
        {
            id = _connections.Count + 1;
            _connections.Add(new() { Id = id, Opened = opened, Headers = headers });
        });
        return id;
    }

    internal void EndConnection(int id, DateTimeOffset closed, int? closeStatus) =>
        Change(() => _connections.Replace(id - 1, connection => connection with { Closed = closed, CloseStatus = closeStatus }));

    /// <summary>Enters a started response and returns the position under which it can be updated.</summary>
    internal int AddResponse(JournalResponse response)
    {
        var position = 0;
        Change(() =>
        {
            position = _responses.Count;
            _responses.Add(response);
        });
        return position;
    }

    internal void UpdateResponse(int position, Func<JournalResponse, JournalResponse> update) =>
        Change(() => _responses.Replace(position, update));

    private IReadOnlyList<T> Read<T>(SnapshotList<T> list)
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
            return _changed.Task;
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
