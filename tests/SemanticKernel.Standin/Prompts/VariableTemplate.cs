using System.Net;
using System.Text.RegularExpressions;

namespace Microsoft.SemanticKernel;

/// <summary>Literal text with {{$name}} blocks; calls of functions inside templates are not part of the stand-in.</summary>
internal sealed partial class VariableTemplate : IPromptTemplate
{
    private readonly string _text;
    private readonly HashSet<string> _trusted;
    private readonly Dictionary<string, object?> _defaults;
    private readonly bool _trustsAll;

    public VariableTemplate(PromptTemplateConfig config, bool trustsAll)
    {
        _text = config.Template;
        foreach (Match block in Block().Matches(_text))
        {
            if (!block.Groups["name"].Success)
            {
                throw new KernelException($"Only variables are supported in templates here, not '{block.Value}'.");
            }

            var name = block.Groups["name"].Value;
            if (!config.InputVariables.Exists(variable => string.Equals(variable.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                config.InputVariables.Add(new InputVariable { Name = name });
            }
        }

        _trustsAll = trustsAll || config.AllowDangerouslySetContent;
        _trusted = config.InputVariables.Where(static variable => variable.AllowDangerouslySetContent)
            .Select(static variable => variable.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _defaults = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var variable in config.InputVariables)
        {
            _defaults[variable.Name] = variable.Default;
        }
    }

    public Task<string> RenderAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return Task.FromResult(Block().Replace(_text, block =>
        {
            var name = block.Groups["name"].Value;
            var value = arguments is not null && arguments.TryGetValue(name, out var given) ? given : _defaults.GetValueOrDefault(name);
            var text = Texts.Of(value, kernel.Culture) ?? string.Empty;
            // Encoded, so that a value cannot smuggle <message> elements into the prompt.
            return _trustsAll || _trusted.Contains(name) ? text : WebUtility.HtmlEncode(text);
        }));
    }

    [GeneratedRegex(@"\{\{\s*(?:\$(?<name>[0-9A-Za-z_]+)\s*|[^{}]*)\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
