using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;

namespace ResponsesWebSocket.Emulator.Tool;

/// <summary>The program's options, each with the value that it stands for; a file is read when its option is.</summary>
internal sealed class EmulatorCommand : RootCommand
{
    // No file stands for arguments, and letters are not joined: a key may begin with any sign.
    private static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public EmulatorCommand()
        : base("A local server that behaves like the WebSocket mode of the Responses API.")
    {
        HelpName = "responses-emulator";
        Port.DefaultValueFactory = static _ => 0;
        ApiKey.DefaultValueFactory = static _ => "test-key";
        // What the base class brings has a version and other names for help.
        Options.Clear();
        foreach (var option in (Option[])[Port, ApiKey, Model, Profile, Script, ScriptSchema, Faults, Record, Costs])
        {
            Options.Add(option);
        }

        Options.Add(new HelpOption("--help", "-h") { Description = "this text", Action = new FullHelp() });
        Validators.Add(result =>
        {
            if (result.GetResult(Script) is not null && result.GetResult(Model) is not null)
            {
                result.AddError("--script and --model exclude each other.");
            }
        });
    }

    public Option<int> Port { get; } = Taking("--port", "N", "port on the loopback address; 0 takes any free one", ReadPort);

    public Option<string> ApiKey { get; } = Taking("--api-key", "KEY", "bearer token that clients must present", static key => key);

    public Option<IEmulatedModel> Model { get; } = Taking("--model", "NAME", "directive (default) or agent", ReadModel);

    public Option<EmulatorProfile> Profile { get; } =
        Taking("--profile", "NAME", "openai (default), azure, xai or chatgpt: whose deviations to show", ReadProfile);

    public Option<ModelScript> Script { get; } =
        Loading("--script", """what the model answers, in JSON, in place of --model: {"turns":[{"text":"Hello."}]}""", static file => ModelScript.Load(file));

    public Option<bool> ScriptSchema { get; } =
        new("--script-schema") { Description = "prints the JSON schema of such files and ends", Arity = ArgumentArity.Zero };

    public Option<FaultPlan> Faults { get; } = Loading(
        "--faults", """a fault plan in JSON: {"faults":[{"when":{"turn":2},"do":{"effect":"drop"}}]}""", static file => FaultPlan.Parse(File.ReadAllText(file)));

    /// <summary>The file that the journal is written to.</summary>
    public Option<string> Record { get; } = Taking(
        "--record", "FILE", "writes all messages and contexts there as JSON lines, while they happen; replaces the file", static file => file);

    public Option<EmulatorCosts> Costs { get; } = Loading(
        "--costs",
        """a cost model in JSON: {"handshake_ms":150,"prefill_ms_per_token":0.2,"decode_ms_per_token":8}""",
        static file => EmulatorCosts.Parse(File.ReadAllText(file)));

    public ParseResult Read(IReadOnlyList<string> arguments) => Parse(arguments, Plain);

    // What reads the value throws a FormatException that names the option.
    private static Option<T> Taking<T>(string name, string value, string description, Func<string, T> read) => new(name)
    {
        HelpName = value,
        Description = description,
        // Of an option that is given twice the last value counts, so that one can be added to a line that has it.
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            try
            {
                return result.Tokens[^1].Value is { Length: > 0 } text ? read(text) : throw new FormatException($"{name} needs a value.");
            }
            catch (FormatException exception)
            {
                result.AddError(exception.Message);
                return default;
            }
        },
    };

    private static Option<T> Loading<T>(string name, string description, Func<string, T> load) => Taking(name, "FILE", description, file =>
    {
        try
        {
            return load(file);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{name} {file}, {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"{name} {file} cannot be read: {exception.Message}", exception);
        }
    });

    private static int ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? port
            : throw new FormatException($"--port must be a number from 0 to 65535, not '{text}'.");

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
