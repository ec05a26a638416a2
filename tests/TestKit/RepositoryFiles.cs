namespace TestKit;

/// <summary>The repository as it lies on disk, found from where the tests run: the paths in a deterministic build are no real ones.</summary>
public static class RepositoryFiles
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>Source files below a folder, as paths relative to the root.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(static file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(static file => !file.Split('/').Any(Generated.Contains))
        .Order(StringComparer.Ordinal);

    public static string FullPath(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(FullPath(path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && folder.GetFiles("Connectors.ResponsesWebSocket.sln").Length == 0)
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run below the repository's root.");
    }
}
