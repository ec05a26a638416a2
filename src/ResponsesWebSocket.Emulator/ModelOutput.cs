using System.Text.Json;
using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Protocol;

namespace ResponsesWebSocket.Emulator;

/// <summary>One output item of an answer.</summary>
public abstract record ModelOutput
{
    private ModelOutput()
    {
    }

    /// <summary>An assistant message with one text part.</summary>
    /// <param name="Deltas">The pieces in which the text is streamed.</param>
    public sealed record Text(IReadOnlyList<string> Deltas) : ModelOutput;

    /// <summary>An assistant message with one part of type refusal.</summary>
    /// <param name="Deltas">The pieces in which the refusal is streamed.</param>
    public sealed record Refusal(IReadOnlyList<string> Deltas) : ModelOutput;

    /// <summary>A function call.</summary>
    /// <param name="Name">Name of the function.</param>
    /// <param name="Arguments">Arguments as JSON text; sent verbatim, so broken JSON is possible too.</param>
    /// <param name="CallId">The call id; generated when <see langword="null"/>.</param>
    public sealed record Call(string Name, string Arguments, string? CallId = null) : ModelOutput;

    /// <summary>An assistant message.</summary>
    /// <param name="Parts">Its parts in order.</param>
    /// <param name="Phase"><c>commentary</c>, <c>final_answer</c>, or <see langword="null"/> for a message without phase.</param>
    public sealed record Message(IReadOnlyList<ModelPart> Parts, string? Phase = null) : ModelOutput
    {
        /// <summary>A message with one text part, streamed in small pieces.</summary>
        /// <param name="text">The whole text.</param>
        /// <param name="phase">The phase, if the message has one.</param>
        /// <param name="annotations">What is said about places in the text.</param>
        /// <returns>The message.</returns>
        public static Message Saying(string text, string? phase = null, params IReadOnlyList<ModelAnnotation> annotations) =>
            new([ModelPart.Said(text, annotations)], phase);
    }

    /// <summary>Reasoning.</summary>
    /// <param name="Summary">The parts of its summary. They are sent only when the request asks for one by <c>reasoning.summary</c>.</param>
    /// <param name="EncryptedContent">Its encrypted content: whole when the item is done, the first half of it when the item is added.
    /// Made up when <see langword="null"/>; none when empty. Sent as <see cref="EmulatorOptions.EncryptedReasoningByDefault"/> says.</param>
    public sealed record Reasoning(IReadOnlyList<string> Summary, string? EncryptedContent = null) : ModelOutput
    {
        /// <summary>The pieces in which its raw text is streamed, in front of the summary.</summary>
        /// <value><see langword="null"/> (default): the model does not show it.</value>
        public IReadOnlyList<string>? RawText { get; init; }
    }

    /// <summary>A call of a custom tool.</summary>
    /// <param name="Name">Name of the tool.</param>
    /// <param name="Input">Free text.</param>
    /// <param name="CallId">The call id; generated when <see langword="null"/>.</param>
    public sealed record CustomCall(string Name, string Input, string? CallId = null) : ModelOutput;

    /// <summary>A web search.</summary>
    /// <param name="Query">What is searched.</param>
    public sealed record WebSearchCall(string Query) : ModelOutput
    {
        /// <summary>Addresses that were found; sent only when the request includes <c>web_search_call.action.sources</c>.</summary>
        public IReadOnlyList<string> Sources { get; init; } = [];
    }

    /// <summary>A page that the web search tool opens.</summary>
    /// <param name="Url">Address of the page.</param>
    /// <param name="Pattern">What it looks for in the page; <see langword="null"/> when it only opens it.</param>
    public sealed record WebPageCall(string Url, string? Pattern = null) : ModelOutput;

    /// <summary>A file search.</summary>
    /// <param name="Queries">What is searched.</param>
    public sealed record FileSearchCall(IReadOnlyList<string> Queries) : ModelOutput
    {
        /// <summary>What was found; sent only when the request includes <c>file_search_call.results</c>.</summary>
        public IReadOnlyList<ModelFileHit> Results { get; init; } = [];
    }

    /// <summary>A run of the code interpreter.</summary>
    /// <param name="Code">The code.</param>
    /// <param name="ContainerId">Where it ran.</param>
    public sealed record CodeInterpreterCall(string Code, string ContainerId = "cntr_1") : ModelOutput
    {
        /// <summary>What it printed; sent only when the request includes <c>code_interpreter_call.outputs</c>.</summary>
        public IReadOnlyList<string> Logs { get; init; } = [];
    }

    /// <summary>The making of an image.</summary>
    /// <param name="Result">The image as base64.</param>
    /// <param name="RevisedPrompt">What the image shows in the service's words.</param>
    public sealed record ImageGenerationCall(string Result, string? RevisedPrompt = null) : ModelOutput
    {
        /// <summary>Previews as base64, one event each.</summary>
        public IReadOnlyList<string> PartialImages { get; init; } = [];
    }

    /// <summary>The tools that a remote server offers.</summary>
    /// <param name="ServerLabel">The server, as the request's tool calls it.</param>
    /// <param name="Tools">The tools.</param>
    /// <param name="Error">Why the list could not be had; it is empty then.</param>
    public sealed record McpListTools(string ServerLabel, IReadOnlyList<ModelMcpTool> Tools, string? Error = null) : ModelOutput;

    /// <summary>A call of a remote server's tool.</summary>
    /// <param name="ServerLabel">The server, as the request's tool calls it.</param>
    /// <param name="Name">Name of the tool.</param>
    /// <param name="Arguments">Arguments as JSON text.</param>
    /// <param name="Output">What the tool said.</param>
    /// <param name="Error">Why the call failed; there is no output then.</param>
    /// <param name="ApprovalRequestId">The approval request that allowed the call.</param>
    public sealed record McpCall(
        string ServerLabel, string Name, string Arguments, string? Output, string? Error = null, string? ApprovalRequestId = null) : ModelOutput;

    /// <summary>The question whether a remote server's tool may be called.</summary>
    /// <param name="ServerLabel">The server, as the request's tool calls it.</param>
    /// <param name="Name">Name of the tool.</param>
    /// <param name="Arguments">Arguments as JSON text.</param>
    public sealed record McpApprovalRequest(string ServerLabel, string Name, string Arguments) : ModelOutput;

    /// <summary>A call of the shell tool.</summary>
    /// <param name="Commands">The commands.</param>
    /// <param name="ContainerId">The service's container that runs them; <see langword="null"/> when the client has to.</param>
    /// <param name="CallId">The call id; generated when <see langword="null"/>.</param>
    public sealed record ShellCall(IReadOnlyList<string> Commands, string? ContainerId = null, string? CallId = null) : ModelOutput;

    /// <summary>What the commands of a hosted shell printed.</summary>
    /// <param name="CallId">Call id of the <see cref="ShellCall"/>.</param>
    /// <param name="Results">One result per command.</param>
    public sealed record ShellCallOutput(string CallId, IReadOnlyList<ModelShellResult> Results) : ModelOutput;

    /// <summary>An item of any type, known or not, with nothing between added and done.</summary>
    public sealed record RawItem : ModelOutput
    {
        /// <summary>Creates the item.</summary>
        /// <param name="json">A JSON object with a <c>type</c>. An id is added when it has none; a status, if it has one, is <c>in_progress</c>
        /// at first.</param>
        public RawItem(string json)
        {
            ReadObject(json);
            Json = json;
        }

        /// <summary>The item.</summary>
        public string Json { get; }

        internal JsonObject ToJson() => JsonNode.Parse(Json)!.AsObject();
    }

    /// <summary>A frame that is no output item: an event type of the emulator's future, a keepalive, a private frame of some backend.</summary>
    public sealed record RawEvent : ModelOutput
    {
        private static readonly string[] Envelope = ["type", "sequence_number", "stream_id"];

        /// <summary>Creates the frame.</summary>
        /// <param name="json">A JSON object with a <c>type</c>.</param>
        /// <param name="enveloped">Whether it takes the next sequence number and the lane's name, in place of any that it has; otherwise it goes
        /// out letter by letter.</param>
        public RawEvent(string json, bool enveloped = true)
        {
            var frame = ReadObject(json);
            Type = frame.Text("type")!;
            StreamId = frame.Text("stream_id");
            Json = json;
            Enveloped = enveloped;
        }

        /// <summary>The frame.</summary>
        public string Json { get; }

        /// <summary>Whether sequence number and lane are added.</summary>
        public bool Enveloped { get; }

        /// <summary>Its <c>type</c>.</summary>
        public string Type { get; }

        internal string? StreamId { get; }

        /// <summary>The sign of life that the service sends during long silence.</summary>
        /// <returns>The frame.</returns>
        public static RawEvent KeepAlive() => new("""{"type":"keepalive"}""");

        /// <summary>The state of the limits, which one backend sends in front of a response, outside its numbering.</summary>
        /// <returns>The frame.</returns>
        public static RawEvent RateLimits() => new(
            """{"type":"codex.rate_limits","plan_type":"plus","rate_limits":{"allowed":true,"primary":"""
            + """{"used_percent":12,"window_minutes":300,"reset_at":1795003600},"secondary":"""
            + """{"used_percent":3,"window_minutes":10080,"reset_at":1795600000}},"credits":null}""",
            enveloped: false);

        /// <summary>Routing notes of one backend.</summary>
        /// <param name="responseId">The response, as in <see cref="ModelRequest.ResponseId"/>.</param>
        /// <param name="turnState">The value that the backend wants to see again.</param>
        /// <returns>The frame.</returns>
        public static RawEvent Metadata(string responseId, string turnState) => new(new JsonObject
        {
            ["type"] = "response.metadata",
            ["response_id"] = responseId,
            ["headers"] = new JsonObject { ["x-codex-turn-state"] = turnState },
        }.ToJsonString());

        internal void WriteMembers(Utf8JsonWriter writer)
        {
            foreach (var member in JsonText.Parse(Json).EnumerateObject().Where(static member => !Envelope.Contains(member.Name)))
            {
                member.WriteTo(writer);
            }
        }
    }

    private static JsonElement ReadObject(string json)
    {
        var element = JsonText.Parse(json);
        return element.Text("type") is null ? throw new ArgumentException("Expected a JSON object with a type.", nameof(json)) : element;
    }
}

/// <summary>One result of a <see cref="ModelOutput.FileSearchCall"/>.</summary>
/// <param name="FileId">Id of the file.</param>
/// <param name="Filename">Name of the file.</param>
/// <param name="Score">How well it fits, from 0 to 1.</param>
/// <param name="Text">The text that was found.</param>
public sealed record ModelFileHit(string FileId, string Filename, double Score, string Text);

/// <summary>One tool of a <see cref="ModelOutput.McpListTools"/>.</summary>
/// <param name="Name">Name of the tool.</param>
/// <param name="Description">What it does.</param>
/// <param name="InputSchema">Its parameters as JSON schema text.</param>
public sealed record ModelMcpTool(string Name, string? Description = null, string InputSchema = """{"type":"object"}""");

/// <summary>What one command of a <see cref="ModelOutput.ShellCallOutput"/> printed.</summary>
/// <param name="Stdout">Its standard output.</param>
/// <param name="Stderr">Its standard error.</param>
/// <param name="ExitCode">Its exit code; <see langword="null"/> when it ran out of time.</param>
public sealed record ModelShellResult(string Stdout, string Stderr = "", int? ExitCode = 0);
