namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>Reads the file behind <c>--costs</c>.</summary>
internal static class CostsFile
{
    /// <exception cref="FormatException">The file cannot be read, or holds no costs.</exception>
    public static EmulatorCosts Read(string file)
    {
        string json;
        try
        {
            json = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"--costs {file} cannot be read: {exception.Message}", exception);
        }

        try
        {
            return EmulatorCosts.Parse(json);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"--costs {file}, {exception.Message}", exception);
        }
    }
}
