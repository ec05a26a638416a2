using System.Runtime.CompilerServices;

namespace ResponsesWebSocket.Client.Context;

/// <summary>
/// The largest frame that a socket takes, as configured and as learned. A service that closes a socket because of a frame does
/// not say which one: it was the largest of those that it has not answered to.
/// </summary>
internal sealed class FrameSizeLimit(int configured)
{
    // The same request is some bytes shorter on a lane whose name is shorter, or that has none, and must not be tried again for that.
    private const int LaneRoom = 64;

    private readonly Lock _gate = new();
    private readonly ConditionalWeakTable<object, List<int>> _unheard = [];
    private int _bytes = configured;

    /// <summary>Never rises: what was refused once would cost a socket each time.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>A frame is about to be sent.</summary>
    public void Sent(object session, int bytes)
    {
        lock (_gate)
        {
            _unheard.GetOrCreateValue(session).Add(bytes);
        }
    }

    /// <summary>The service has answered to it, so it was taken.</summary>
    public void Heard(object session, int bytes)
    {
        lock (_gate)
        {
            if (_unheard.TryGetValue(session, out var frames))
            {
                frames.Remove(bytes);
            }
        }
    }

    /// <summary>The service has said that this frame was too large. It may close the session because of it, and then blames no other.</summary>
    public void Refused(object session, int bytes)
    {
        lock (_gate)
        {
            var frames = _unheard.GetOrCreateValue(session);
            frames.Clear();
            frames.Add(int.MaxValue);
            Lower_NeedsLock(bytes);
        }
    }

    /// <summary>The session was closed because of a frame that was too large. Learns from it if it was this one.</summary>
    public bool TryLearnFromClose(object session, int bytes)
    {
        lock (_gate)
        {
            if (!_unheard.TryGetValue(session, out var frames) || !frames.Contains(bytes) || frames.Max() > bytes)
            {
                return false;
            }

            // One frame closes one socket.
            frames.Clear();
            Lower_NeedsLock(bytes);
            return true;
        }
    }

    private void Lower_NeedsLock(int refused) => Volatile.Write(ref _bytes, Math.Min(_bytes, Math.Max(1, refused - LaneRoom)));
}
