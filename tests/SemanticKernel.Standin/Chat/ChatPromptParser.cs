using System.Xml;
using System.Xml.Linq;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Turns a prompt into a chat: its <c>&lt;message role="…"&gt;</c> elements if it has any, else one user message.</summary>
internal static class ChatPromptParser
{
    private const string MessageTag = "message";

    public static ChatHistory ToHistory(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var history = new ChatHistory();
        foreach (var (element, role) in FindMessages(prompt))
        {
            history.Add(ToMessage(element, new AuthorRole(role)));
        }

        if (history.Count == 0)
        {
            history.AddUserMessage(prompt);
        }

        return history;
    }

    private static IEnumerable<(XElement Element, string Role)> FindMessages(string prompt)
    {
        if (!prompt.Contains('<' + MessageTag, StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        try
        {
            // A prompt has no single root and may have text around its messages.
            var root = XElement.Parse($"<root>{prompt}</root>", LoadOptions.PreserveWhitespace);
            return [.. root.Elements()
                .Where(element => Is(element, MessageTag))
                .Select(element => (element, Role: Attribute(element, "role") ?? string.Empty))
                .Where(found => !string.IsNullOrWhiteSpace(found.Role))];
        }
        catch (XmlException)
        {
            // Not XML after all: such a prompt is plain text.
            return [];
        }
    }

    private static ChatMessageContent ToMessage(XElement message, AuthorRole role)
    {
        ChatMessageContentItemCollection items = [];
        foreach (var child in message.Elements())
        {
            if (ToItem(child) is { } item)
            {
                items.Add(item);
            }
        }

        return items switch
        {
            [] => new ChatMessageContent(role, TextOf(message)),
            [TextContent only] => new ChatMessageContent(role, only.Text),
            _ => new ChatMessageContent(role, items),
        };
    }

    private static KernelContent? ToItem(XElement element)
    {
        var text = TextOf(element);
        if (Is(element, "text"))
        {
            return new TextContent(text);
        }

        var isDataUri = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
        BinaryContent? binary = element.Name.LocalName.ToUpperInvariant() switch
        {
            _ when text.Length == 0 => null,
            "IMAGE" => isDataUri ? new ImageContent(text) : new ImageContent(new Uri(text)),
            "AUDIO" => isDataUri ? new AudioContent(text) : new AudioContent(new Uri(text)),
            "BINARY" => isDataUri ? new BinaryContent(text) : new BinaryContent(new Uri(text)),
            _ => null,
        };
        if (binary is not null && Attribute(element, "mimetype") is { } mimeType)
        {
            binary.MimeType = mimeType;
        }

        return binary;
    }

    // What was escaped comes back as it was, a CDATA section stays as it stands, markup of other kinds is kept as text.
    private static string TextOf(XElement element)
        => element.Nodes().OfType<XCData>().Any()
            ? string.Concat(element.Nodes().OfType<XCData>().Select(section => section.Value))
            : string.Concat(element.Nodes().Select(node => node is XText text ? text.Value : node.ToString())).Trim();

    private static bool Is(XElement element, string name) => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string? Attribute(XElement element, string name)
        => element.Attributes()
            .FirstOrDefault(candidate => candidate.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
}
