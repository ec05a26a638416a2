using System.Buffers;
using ResponsesWebSocket.Emulator.Recording;

namespace ResponsesWebSocket.Emulator;

/// <summary>A journal that is being written to a stream while it grows; see <see cref="Journal.RecordTo"/>.</summary>
/// <remarks>Each entry is one line, handed to the stream in one piece and flushed before anything else happens. Nothing waits in memory,
/// so a slow stream slows the emulator down. A stream that fails does not: the recording ends there.</remarks>
public sealed class JournalRecording : IDisposable
{
    // What one large message needed must not stay for good.
    private const int KeptBytes = 1024 * 1024;

    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stream _stream;
    private readonly Action<JournalRecording> _end;
    private ArrayBufferWriter<byte> _line = new();

    internal JournalRecording(Stream stream, Action<JournalRecording> end)
    {
        _stream = stream;
        _end = end;
    }

    /// <summary>Completes when the stream could not be written to, with the reason; never when all is well.</summary>
    public Task<Exception> Failed => _failed.Task;

    /// <summary>Ends the recording. The stream stays open.</summary>
    public void Dispose() => _end(this);

    /// <summary>Writes a line, under the journal's lock.</summary>
    internal void WriteNeedsLock(JournalNote note)
    {
        if (_failed.Task.IsCompleted)
        {
            return;
        }

        try
        {
            JournalLine.Write(note, _line);
            _stream.Write(_line.WrittenSpan);
            _stream.Flush();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or NotSupportedException or UnauthorizedAccessException)
        {
            _failed.TrySetResult(exception);
        }

        if (_line.Capacity > KeptBytes)
        {
            _line = new();
        }
        else
        {
            _line.ResetWrittenCount();
        }
    }
}
