using System.Collections.Concurrent;

namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>Runs code where a task that is blocked on keeps every continuation from running that wants to come back.</summary>
internal abstract class BlockedCaller : IDisposable
{
    /// <summary>What came back to where the caller blocks.</summary>
    public abstract int CameBack { get; }

    /// <param name="kind"><c>context</c>: a thread with a context, as in a desktop application; <c>scheduler</c>: one task at a time.</param>
    public static BlockedCaller Of(string kind) => kind == "context" ? new OneThread() : new OneTask();

    public abstract Task<T> RunAsync<T>(Func<T> work);

    public abstract void Dispose();

    /// <summary>One thread, and a context that posts to it.</summary>
    private sealed class OneThread : BlockedCaller
    {
        private readonly BlockingCollection<Action> _work = [];
        private readonly Context _context;
        private readonly Thread _thread;

        public OneThread()
        {
            _context = new(_work);
            _thread = new Thread(Pump) { IsBackground = true };
            _thread.Start();
        }

        public override int CameBack => _context.Posts;

        public override Task<T> RunAsync<T>(Func<T> work)
        {
            var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            _work.Add(() =>
            {
                try
                {
                    result.SetResult(work());
                }
                catch (Exception thrown)
                {
                    result.SetException(thrown);
                }
            });
            return result.Task;
        }

        public override void Dispose() => _work.CompleteAdding();

        private void Pump()
        {
            SynchronizationContext.SetSynchronizationContext(_context);
            foreach (var work in _work.GetConsumingEnumerable())
            {
                work();
            }
        }

        private sealed class Context(BlockingCollection<Action> work) : SynchronizationContext
        {
            private int _posts;

            public int Posts => Volatile.Read(ref _posts);

            public override void Post(SendOrPostCallback d, object? state)
            {
                Interlocked.Increment(ref _posts);
                work.Add(() => d(state));
            }

            public override SynchronizationContext CreateCopy() => this;
        }
    }

    /// <summary>The scheduler of code that must not run twice at once.</summary>
    private sealed class OneTask : BlockedCaller
    {
        private readonly TaskScheduler _exclusive = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

        /// <summary>Not to be seen from outside; what comes back hangs.</summary>
        public override int CameBack => 0;

        public override Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, _exclusive);

        public override void Dispose()
        {
        }
    }
}
