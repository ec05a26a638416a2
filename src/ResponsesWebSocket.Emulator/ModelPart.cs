using System.Text.Json.Nodes;
using ResponsesWebSocket.Emulator.Models;

namespace ResponsesWebSocket.Emulator;

/// <summary>One part of an assistant message.</summary>
public abstract record ModelPart
{
    private const int PieceLength = 12;

    private ModelPart()
    {
    }

    /// <summary>Text, streamed in small pieces.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="annotations">What is said about places in the text.</param>
    /// <returns>The part.</returns>
    public static ModelPart Said(string text, params IReadOnlyList<ModelAnnotation> annotations) =>
        new Text(TextPieces.Split(text, PieceLength)) { Annotations = annotations };

    /// <summary>A refusal, streamed in small pieces.</summary>
    /// <param name="text">The whole text.</param>
    /// <returns>The part.</returns>
    public static ModelPart Refused(string text) => new Refusal(TextPieces.Split(text, PieceLength));

    /// <summary>A part of type <c>output_text</c>.</summary>
    /// <param name="Deltas">The pieces in which the text is streamed; each counts as one token where log probabilities are asked for.</param>
    public sealed record Text(IReadOnlyList<string> Deltas) : ModelPart
    {
        /// <summary>What is said about places in the text; sent after its deltas.</summary>
        public IReadOnlyList<ModelAnnotation> Annotations { get; init; } = [];
    }

    /// <summary>A part of type <c>refusal</c>.</summary>
    /// <param name="Deltas">The pieces in which the refusal is streamed.</param>
    public sealed record Refusal(IReadOnlyList<string> Deltas) : ModelPart;
}

/// <summary>What a text part says about one of its places.</summary>
public abstract record ModelAnnotation
{
    private ModelAnnotation()
    {
    }

    internal abstract JsonObject ToJson();

    /// <summary>The text between two places comes from a web page.</summary>
    /// <param name="Url">Address of the page.</param>
    /// <param name="Title">Title of the page.</param>
    /// <param name="StartIndex">First character.</param>
    /// <param name="EndIndex">The character after the last one.</param>
    public sealed record UrlCitation(string Url, string Title, int StartIndex, int EndIndex) : ModelAnnotation
    {
        internal override JsonObject ToJson() => new()
        {
            ["type"] = "url_citation",
            ["url"] = Url,
            ["title"] = Title,
            ["start_index"] = StartIndex,
            ["end_index"] = EndIndex,
        };
    }

    /// <summary>The text at a place comes from a file.</summary>
    /// <param name="FileId">Id of the file.</param>
    /// <param name="Filename">Name of the file.</param>
    /// <param name="Index">The place.</param>
    public sealed record FileCitation(string FileId, string Filename, int Index) : ModelAnnotation
    {
        internal override JsonObject ToJson() => new()
        {
            ["type"] = "file_citation",
            ["file_id"] = FileId,
            ["filename"] = Filename,
            ["index"] = Index,
        };
    }

    /// <summary>The text between two places names a file that code in a container made.</summary>
    /// <param name="ContainerId">Id of the container.</param>
    /// <param name="FileId">Id of the file.</param>
    /// <param name="Filename">Name of the file.</param>
    /// <param name="StartIndex">First character.</param>
    /// <param name="EndIndex">The character after the last one.</param>
    public sealed record ContainerFileCitation(string ContainerId, string FileId, string Filename, int StartIndex, int EndIndex) : ModelAnnotation
    {
        internal override JsonObject ToJson() => new()
        {
            ["type"] = "container_file_citation",
            ["container_id"] = ContainerId,
            ["file_id"] = FileId,
            ["filename"] = Filename,
            ["start_index"] = StartIndex,
            ["end_index"] = EndIndex,
        };
    }

    /// <summary>A place names a file.</summary>
    /// <param name="FileId">Id of the file.</param>
    /// <param name="Index">The place.</param>
    public sealed record FilePath(string FileId, int Index) : ModelAnnotation
    {
        internal override JsonObject ToJson() => new() { ["type"] = "file_path", ["file_id"] = FileId, ["index"] = Index };
    }
}
