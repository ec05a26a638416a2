using System.Globalization;
using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator.Hosting;

/// <summary>The program's arguments.</summary>
internal sealed record CommandLine(int Port, string ApiKey, IEmulatedModel Model, bool Help)
{
    public EmulatorProfile Profile { get; init; }

    public FaultPlan Faults { get; init; } = FaultPlan.Empty;

    /// <summary>The model that <c>--script</c> gives.</summary>
    public ModelScript? Script { get; init; }

    /// <summary>The file that the journal is written to.</summary>
    public string? Record { get; init; }

    /// <summary>Whether only the schema of scripts is asked for.</summary>
    public bool ScriptSchema { get; init; }

    public EmulatorCosts? Costs { get; init; }

    public const string HelpText = $$$"""
        A local server that behaves like the WebSocket mode of the Responses API.

        Options:
          --port N           port on the loopback address; 0 takes any free one (default 0)
          --api-key KEY      bearer token that clients must present (default test-key)
          --model NAME       directive (default) or agent
          --profile NAME     openai (default), azure, xai or chatgpt: whose deviations to show
          --script FILE      what the model answers, in JSON, in place of --model: {"turns":[{"text":"Hello."}]}
          --script-schema    prints the JSON schema of such files and ends
          --faults FILE      a fault plan in JSON: {"faults":[{"when":{"turn":2},"do":{"effect":"drop"}}]}
          --record FILE      writes all messages and contexts there as JSON lines, while they happen; replaces the file
          --costs FILE       a cost model in JSON: {"handshake_ms":150,"prefill_ms_per_token":0.2,"decode_ms_per_token":8}
          --help             this text

        Over HTTP the same port serves POST /v1/responses, GET /v1/responses/ID, POST /v1/chat/completions
        and, without a key, GET /health.

        When the server is ready it prints one line of JSON with url, webSocketUrl and apiKey.
        SIGTERM or SIGINT ends it. Exit codes: 0 ended, 1 the port is in use or the recording broke off,
        2 bad arguments or a bad file.

        The directive model reads the lines of the last user text:
        {{{Directive.Grammar}}}
        After function results it quotes them.

        The agent model explores a workspace through offered function tools whose names end in
        list_files, read_file, search_text and write_report, then writes a report.
        """;

    /// <exception cref="FormatException">An argument is unknown, lacks its value or has a bad one.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine(0, "test-key", new DirectiveModel(), Help: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            line = name switch
            {
                "--help" or "-h" => line with { Help = true },
                "--port" => line with { Port = ReadPort(Value(arguments, ref i)) },
                "--api-key" => line with { ApiKey = Value(arguments, ref i) },
                "--faults" => line with { Faults = ReadFaults(Value(arguments, ref i)) },
                "--script" => line with { Script = ReadScript(Value(arguments, ref i)) },
                "--script-schema" => line with { ScriptSchema = true },
                "--record" => line with { Record = Value(arguments, ref i) },
                "--costs" => line with { Costs = CostsFile.Read(Value(arguments, ref i)) },
                "--profile" => line with { Profile = ReadProfile(Value(arguments, ref i)) },
                "--model" => line with { Model = ReadModel(Value(arguments, ref i)) },
                _ => throw new FormatException($"Unknown argument: {name}"),
            };
        }

        return line.Script is null ? line
            : arguments.Contains("--model") ? throw new FormatException("--script and --model exclude each other.")
            : line with { Model = line.Script };
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index)
    {
        var name = arguments[index++];
        return index < arguments.Count && arguments[index].Length > 0
            ? arguments[index]
            : throw new FormatException($"{name} needs a value.");
    }

    private static int ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? port
            : throw new FormatException($"--port must be a number from 0 to 65535, not '{text}'.");

    private static FaultPlan ReadFaults(string file)
    {
        try
        {
            return FaultPlan.Parse(File.ReadAllText(file));
        }
        catch (FaultPlanException exception)
        {
            throw new FormatException($"--faults {file}, {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"--faults {file} cannot be read: {exception.Message}", exception);
        }
    }

    private static ModelScript ReadScript(string file)
    {
        try
        {
            return ModelScript.Load(file);
        }
        catch (ModelScriptException exception)
        {
            throw new FormatException($"--script {file}, {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"--script {file} cannot be read: {exception.Message}", exception);
        }
    }

    private static EmulatorProfile ReadProfile(string name) => name switch
    {
        "openai" => EmulatorProfile.OpenAI,
        "azure" => EmulatorProfile.Azure,
        "xai" => EmulatorProfile.XAi,
        "chatgpt" => EmulatorProfile.ChatGpt,
        _ => throw new FormatException($"--profile must be openai, azure, xai or chatgpt, not '{name}'."),
    };

    private static IEmulatedModel ReadModel(string name) => name switch
    {
        "directive" => new DirectiveModel(),
        "agent" => new ScriptedAgentModel(),
        _ => throw new FormatException($"--model must be directive or agent, not '{name}'."),
    };
}
