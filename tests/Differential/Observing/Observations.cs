namespace Differential.Observing;

/// <summary>What an application could observe, field by field, as text that is the same in every run.</summary>
public sealed class Observations
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly Normalizer _normalizer = new();

    public IReadOnlyDictionary<string, string> Fields
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, string>(_fields, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>What has no order of its own.</summary>
    public void AddSorted(string path, IEnumerable<string> values)
    {
        lock (_gate)
        {
            foreach (var (index, value) in values.Select(_normalizer.Text).Order(StringComparer.Ordinal).Index())
            {
                _fields.Add($"{path}[{index}]", value);
            }
        }
    }

    /// <summary>A field that is noted again becomes another one.</summary>
    public void Add(string path, object? value)
    {
        lock (_gate)
        {
            var name = path;
            for (var again = 2; _fields.ContainsKey(name); again++)
            {
                name = $"{path}#{again}";
            }

            _fields.Add(name, _normalizer.Text(value));
        }
    }
}
