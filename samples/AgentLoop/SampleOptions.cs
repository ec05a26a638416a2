using System.Diagnostics.CodeAnalysis;

namespace AgentLoop;

/// <summary>The command line.</summary>
internal sealed record SampleOptions
{
    public const string Usage = """
        AgentLoop [--local] [--workspace DIR] [--report FILE] [--stream] [--json]

          --local           the local server plays the service, also where a key is set: nothing leaves this machine
          --workspace DIR   the folder to explore; default: the repository
          --report FILE     where the report goes; default: artifacts/agent-report.md below the current folder
          --stream          uses the streaming API
          --json            prints one line of JSON instead of the live table

        Without OPENAI_API_KEY a local server plays the service and its model. With it the real service answers, and is sent
        what the agent reads of the folder; OPENAI_MODEL names the model and OPENAI_BASE_URL another endpoint.
        """;

    public required string Workspace { get; init; }

    public required string ReportPath { get; init; }

    public bool Local { get; init; }

    public bool Stream { get; init; }

    public bool Json { get; init; }

    public bool Help { get; init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out SampleOptions? options, [NotNullWhen(false)] out string? complaint)
    {
        options = null;
        string? workspace = null, report = null;
        bool local = false, stream = false, json = false, help = false;
        for (var index = 0; index < args.Length; index++)
        {
            switch (args[index])
            {
                case "--local": local = true; break;
                case "--stream": stream = true; break;
                case "--json": json = true; break;
                case "--help" or "-h": help = true; break;
                case "--workspace" when index + 1 < args.Length: workspace = args[++index]; break;
                case "--report" when index + 1 < args.Length: report = args[++index]; break;
                default:
                    complaint = $"'{args[index]}' is no option, or its value is missing.";
                    return false;
            }
        }

        workspace ??= FindRepository();
        if (!Directory.Exists(workspace))
        {
            complaint = $"There is no folder '{workspace}'. Give one with --workspace.";
            return false;
        }

        complaint = null;
        options = new SampleOptions
        {
            Workspace = workspace,
            ReportPath = report ?? Path.Combine("artifacts", "agent-report.md"),
            Local = local,
            Stream = stream,
            Json = json,
            Help = help,
        };
        return true;
    }

    /// <summary>The folder with the solution, seen from where the program lies; else the current folder.</summary>
    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.sln").Any())
            {
                return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }
}
