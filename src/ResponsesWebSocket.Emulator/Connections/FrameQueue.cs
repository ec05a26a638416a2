namespace ResponsesWebSocket.Emulator.Connections;

/// <summary>The frames of a connection that wait for others to pass.</summary>
internal sealed class FrameQueue
{
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];

    /// <summary>Completes when so many frames have passed.</summary>
    public Task HoldAsync(int frames)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(frames, () =>
        {
            held.TrySetResult();
            return Task.CompletedTask;
        });
        return held.Task;
    }

    /// <summary>Sends when so many frames have passed.</summary>
    public void Postpone(int frames, Func<Task> send) => Add(frames, send);

    /// <summary>A frame has passed.</summary>
    public async Task PassAsync()
    {
        List<Waiting> due;
        lock (_gate)
        {
            _waiting.ForEach(static waiting => waiting.Frames--);
            due = _waiting.FindAll(static waiting => waiting.Frames <= 0);
            _waiting.RemoveAll(due.Contains);
        }

        foreach (var waiting in due)
        {
            await waiting.GoAsync().ConfigureAwait(false);
        }
    }

    private void Add(int frames, Func<Task> go)
    {
        lock (_gate)
        {
            _waiting.Add(new(go) { Frames = frames });
        }
    }

    private sealed class Waiting(Func<Task> go)
    {
        public int Frames { get; set; }

        public Task GoAsync() => go();
    }
}
