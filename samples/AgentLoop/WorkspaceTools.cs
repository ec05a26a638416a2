using System.ComponentModel;
using System.Text;

namespace AgentLoop;

/// <summary>Real tools over the files of one folder. Nothing outside it can be read, and only the report is written.</summary>
internal sealed class WorkspaceTools(string workspace, string reportPath)
{
    private const int MostFiles = 400;
    private const int MostMatches = 30;
    private const int LongestText = 6_000;
    private const int LargestFile = 512 * 1024;

    private static readonly string[] Skipped = [".git", "bin", "obj", "artifacts", "node_modules", "TestResults"];

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(workspace));
    private int _calls;

    /// <summary>How many calls were made.</summary>
    public int Calls => _calls;

    /// <summary>Where the report lies, once it was written.</summary>
    public string? ReportPath { get; private set; }

    [KernelFunction("list_files")]
    [Description("Lists the files of the workspace, one relative path per line.")]
    public string ListFiles(
        [Description("A folder of the workspace.")] string path = "",
        [Description("A file name pattern such as *.md.")] string pattern = "*")
    {
        Interlocked.Increment(ref _calls);
        var folder = Resolve(path);
        if (!Directory.Exists(folder))
        {
            return $"Error: there is no folder '{path}'.";
        }

        return string.Join('\n', Files(folder, pattern).Take(MostFiles).Select(Relative));
    }

    [KernelFunction("read_file")]
    [Description("Reads a text file of the workspace. Long files are cut.")]
    public async Task<string> ReadFileAsync([Description("The relative path.")] string path, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        var file = Resolve(path);
        if (!File.Exists(file))
        {
            return $"Error: there is no file '{path}'.";
        }

        if (new FileInfo(file).Length > LargestFile)
        {
            return $"Error: '{path}' is larger than {LargestFile} bytes.";
        }

        var text = await File.ReadAllTextAsync(file, cancellationToken);
        return text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "\n[cut]");
    }

    [KernelFunction("search_text")]
    [Description("Finds lines that hold a text, ignoring case; each result is path:line: text.")]
    public async Task<string> SearchTextAsync([Description("The text.")] string text, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        var found = new StringBuilder();
        var matches = 0;
        foreach (var file in Files(_root, "*").Where(static file => new FileInfo(file).Length <= LargestFile))
        {
            var number = 0;
            await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
            {
                number++;
                if (line.Contains(text, StringComparison.OrdinalIgnoreCase))
                {
                    found.Append(Relative(file)).Append(':').Append(number).Append(": ").Append(line.Trim()).Append('\n');
                    if (++matches == MostMatches)
                    {
                        return found.Append("[more]").ToString();
                    }
                }
            }
        }

        return matches == 0 ? $"No line holds '{text}'." : found.ToString();
    }

    [KernelFunction("write_report")]
    [Description("Writes the report, in Markdown. To be called once, at the end.")]
    public async Task<string> WriteReportAsync(
        [Description("The title.")] string title,
        [Description("The whole text.")] string content,
        CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        var path = Path.GetFullPath(reportPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, cancellationToken);
        ReportPath = path;
        return $"Written: '{title}', {content.Length} characters.";
    }

    private IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(folder, pattern, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.System | FileAttributes.ReparsePoint })
        .Where(file => !Relative(file).Split('/').Any(Skipped.Contains))
        .Order(StringComparer.Ordinal);

    private string Relative(string file) => Path.GetRelativePath(_root, file).Replace('\\', '/');

    /// <exception cref="ArgumentException">The path leads out of the workspace; the model is told.</exception>
    private string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(_root, path)));
        return full == _root || full.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new ArgumentException($"'{path}' lies outside the workspace.");
    }
}
