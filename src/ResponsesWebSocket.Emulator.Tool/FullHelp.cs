using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ResponsesWebSocket.Emulator.Tool;

/// <summary>The options, and below them what the program is for. A bad argument beside <c>--help</c> is still refused: the base class leaves errors be.</summary>
internal sealed class FullHelp : SynchronousCommandLineAction
{
    private const string Below = $$$"""
        Over HTTP the same port serves POST /v1/responses, GET /v1/responses/ID, POST /v1/chat/completions
        and, without a key, GET /health.

        When the server is ready it prints one line of JSON with url, webSocketUrl and apiKey.
        SIGTERM or SIGINT ends it. Exit codes: 0 ended, 1 the port is in use or the recording broke off,
        2 bad arguments or a bad file.

        The directive model reads the lines of the last user text:
        {{{Models.Directive.Grammar}}}
        After function results it quotes them.

        The agent model explores a workspace through offered function tools whose names end in
        list_files, read_file, search_text and write_report, then writes a report.
        """;

    private readonly HelpAction _options = new();

    public override int Invoke(ParseResult parseResult)
    {
        _options.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(Below);
        return 0;
    }
}
