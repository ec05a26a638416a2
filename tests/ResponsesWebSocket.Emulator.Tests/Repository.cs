namespace ResponsesWebSocket.Emulator.Tests;

/// <summary>The repository as it lies on disk.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.GetFiles("Connectors.ResponsesWebSocket.sln").Length == 0)
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests must run below the repository's root.");
        }

        return folder.FullName;
    }
}
