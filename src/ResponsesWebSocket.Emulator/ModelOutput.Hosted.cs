namespace ResponsesWebSocket.Emulator;

/// <content>Tools that the service runs itself.</content>
public abstract partial record ModelOutput
{
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
}
