using System.Text.RegularExpressions;

namespace SemanticKernel.Standin.Tests.Conformance;

/// <summary>One line of the API file, taken apart as far as finding its neighbours needs it.</summary>
internal sealed partial record ApiLine(string Text, string TypeName, string MemberName)
{
    /// <summary>What stands for the member's name in the line that declares a type.</summary>
    private const string TypeItself = "(type)";

    public string SimpleTypeName => TypeName.Split('<')[0].Split('.')[^1];

    public bool DeclaresType => MemberName == TypeItself;

    public static ApiLine Parse(string text)
    {
        if (TypePattern().Match(text) is { Success: true } type)
        {
            return new ApiLine(text, type.Groups["type"].Value, TypeItself);
        }

        Match member = MemberPattern().Match(text);
        return member.Success
            ? new ApiLine(text, member.Groups["type"].Value, member.Groups["name"].Value)
            : throw new FormatException($"Not a line of the API file: {text}");
    }

    [GeneratedRegex(@"^T (?<type>\S+) (abstract|class|enum|interface|sealed|static|struct)$", RegexOptions.ExplicitCapture)]
    private static partial Regex TypePattern();

    [GeneratedRegex(
        @"^M (?<type>\S+) :: (static )?((?<name>new)\(.*\)" // constructor
        + @"|(ref )?\S+ (?<name>[^\s(\[]+?)(<[^\s()]+>)?\(.*\)" // method
        + @"|(ref )?\S+ (?<name>[^\s(\[]+)\[\S*\] \{(get;)?(set;|init;)?\}" // property, indexer
        + @"|(event|field) \S+ (?<name>\S+))$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex MemberPattern();
}
