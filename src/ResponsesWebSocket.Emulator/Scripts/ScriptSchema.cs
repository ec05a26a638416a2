namespace ResponsesWebSocket.Emulator.Scripts;

/// <summary>The schema, which lies beside the documentation and travels in the assembly.</summary>
internal static class ScriptSchema
{
    private const string Resource = "model-script.schema.json";

    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ScriptSchema).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
