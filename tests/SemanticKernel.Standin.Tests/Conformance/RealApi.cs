namespace SemanticKernel.Standin.Tests.Conformance;

/// <summary>The public API of the real Semantic Kernel 1.80, Abstractions and Core, as a list of lines.</summary>
internal static class RealApi
{
    private const string ResourceName = "semantic-kernel-1.80-api.txt";

    public static IReadOnlyList<string> Lines { get; } = Read();

    private static string[] Read()
    {
        using Stream stream = typeof(RealApi).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The test assembly does not embed {ResourceName}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
