using System.Text.Json;
using Microsoft.SemanticKernel.Agents;
using ResponsesWebSocket.Client;

namespace Connectors.ResponsesWebSocket.Mapping;

/// <summary>One citation of an answer.</summary>
/// <param name="Kind">The wire type, <c>url_citation</c> for example.</param>
/// <param name="ReferenceId">The address or the id of the file.</param>
/// <param name="Title">The title of the page or the name of the file, if there is one.</param>
/// <param name="Start">The place in the whole text of the answer, or where the cited text begins.</param>
/// <param name="End">Behind the cited text's last character; null for a citation of one place.</param>
/// <param name="Source">The citation as the service wrote it.</param>
internal sealed record Annotation(string Kind, string ReferenceId, string? Title, int? Start, int? End, JsonElement Source)
{
    /// <param name="message">A message of the output.</param>
    /// <param name="offset">Where the message's text begins in the answer's: the service counts anew in each part.</param>
    public static IEnumerable<Annotation> Of(ConversationItem message, int offset) =>
        from part in OutputJson.TextParts(message)
        from source in OutputJson.Objects(part.Part, "annotations")
        let read = Read(source, offset + part.Offset)
        where read is not null
        select read;

    public AnnotationContent ToContent(string modelId) => new(KindForKernel, Label, ReferenceId)
    {
        Title = Title,
        StartIndex = Start,
        EndIndex = End,
        ModelId = modelId,
        InnerContent = Source,
    };

    public StreamingAnnotationContent ToStreamingContent(string modelId) => new(KindForKernel, ReferenceId)
    {
        Label = Label,
        Title = Title,
        StartIndex = Start,
        EndIndex = End,
        ModelId = modelId,
        InnerContent = Source,
    };

    private string Label => Title ?? ReferenceId;

    /// <summary>Semantic Kernel's own kinds, by which applications ask, are spelled differently; the others keep the service's word.</summary>
    private AnnotationKind KindForKernel => Kind switch
    {
        "url_citation" => AnnotationKind.UrlCitation,
        "file_citation" => AnnotationKind.FileCitation,
        _ => new AnnotationKind(Kind),
    };

    /// <summary>Null for what says neither what it is nor what it refers to: such an annotation cites nothing.</summary>
    private static Annotation? Read(JsonElement source, int offset)
    {
        var reference = Given("url") ?? Given("file_id");
        return Given("type") is { } kind && reference is not null
            ? new Annotation(kind, reference, Given("title") ?? Given("filename"), Place("start_index") ?? Place("index"), Place("end_index"), source)
            : null;

        string? Given(string name) => OutputJson.Text(source, name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

        int? Place(string name) => OutputJson.Number(source, name) is { } place && place <= int.MaxValue - offset ? place + offset : null;
    }
}
