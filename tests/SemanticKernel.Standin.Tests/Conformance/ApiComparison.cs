using System.Text;

namespace SemanticKernel.Standin.Tests.Conformance;

/// <summary>Rendered lines held against the real ones.</summary>
internal sealed class ApiComparison
{
    private const int NearestShown = 3;
    private readonly IReadOnlyList<ApiLine> _real;

    public ApiComparison(IEnumerable<string> rendered, IEnumerable<string> real, IReadOnlyCollection<ApiException> exceptions)
    {
        _real = [.. real.Select(ApiLine.Parse)];
        HashSet<string> realLines = [.. _real.Select(line => line.Text)];
        HashSet<string> allowed = [.. exceptions.Select(exception => exception.Line)];
        HashSet<string> present = [.. rendered];

        Matched = present.Count(realLines.Contains);
        Wrong = [.. present.Where(line => !realLines.Contains(line) && !allowed.Contains(line)).Order(StringComparer.Ordinal)];
        Unneeded = [.. exceptions.Where(exception => !present.Contains(exception.Line) || realLines.Contains(exception.Line))];
    }

    /// <summary>How many rendered lines are real ones.</summary>
    public int Matched { get; }

    /// <summary>Rendered lines that are neither real nor excepted.</summary>
    public IReadOnlyList<string> Wrong { get; }

    /// <summary>Exceptions whose line is no longer rendered, or is a real one.</summary>
    public IReadOnlyList<ApiException> Unneeded { get; }

    /// <summary>Each wrong line, and below it what the real assemblies have in its place.</summary>
    public string DescribeWrongLines()
    {
        StringBuilder text = new();
        foreach (string line in Wrong)
        {
            text.AppendLine().Append("wrong: ").AppendLine(line);
            IReadOnlyList<string> nearest = NearestTo(line);
            foreach (string real in nearest)
            {
                text.Append("real:  ").AppendLine(real);
            }

            if (nearest.Count == 0)
            {
                text.AppendLine("real:  nothing of that name");
            }
        }

        return text.ToString();
    }

    /// <summary>Real lines of the same member of the same type, else of the same member elsewhere; the most similar first.</summary>
    public IReadOnlyList<string> NearestTo(string line)
    {
        ApiLine wanted = ApiLine.Parse(line);
        ApiLine[] candidates = [.. _real.Where(real => real.MemberName == wanted.MemberName && real.TypeName == wanted.TypeName)];
        if (candidates.Length == 0)
        {
            candidates = [.. _real.Where(real => real.MemberName == wanted.MemberName && IsKin(real, wanted))];
        }

        return [.. candidates.Select(real => real.Text).OrderBy(text => Distance(text, line)).Take(NearestShown)];
    }

    // Every type has a declaration and most have a constructor: those are only near to each other when the types' simple names agree.
    private static bool IsKin(ApiLine real, ApiLine wanted) =>
        !(wanted.DeclaresType || wanted.MemberName == "new") || real.SimpleTypeName == wanted.SimpleTypeName;

    /// <summary>Edits of one character each that turn one text into the other (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
