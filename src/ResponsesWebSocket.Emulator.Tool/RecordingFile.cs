namespace ResponsesWebSocket.Emulator.Tool;

/// <summary>The file that the program writes its journal to.</summary>
internal static class RecordingFile
{
    /// <summary>Opens the file; a problem is put into words instead.</summary>
    public static FileStream? Open(string? path, out string? problem)
    {
        problem = null;
        try
        {
            // Unbuffered: each line reaches the operating system whole, and stays there when the program is killed.
            return path is null ? null : new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = $"--record {path} cannot be written: {exception.Message}";
            return null;
        }
    }

    /// <summary>Waits for the program's end, and says when the recording breaks off before. The server goes on without it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WatchAsync(JournalRecording? recording, string? path, Task stopped)
    {
        if (recording is null || await Task.WhenAny(stopped, recording.Failed).ConfigureAwait(false) == stopped)
        {
            await stopped.ConfigureAwait(false);
            return 0;
        }

        await Console.Error.WriteLineAsync($"--record {path} breaks off: {(await recording.Failed.ConfigureAwait(false)).Message}").ConfigureAwait(false);
        await stopped.ConfigureAwait(false);
        return 1;
    }
}
