using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

public interface IReadOnlyKernelPluginCollection : IReadOnlyCollection<KernelPlugin>
{
    KernelPlugin this[string name] { get; }

    bool TryGetPlugin(string name, [NotNullWhen(true)] out KernelPlugin? plugin);
}

/// <summary>Plugins by name, ignoring case, in the order they were added.</summary>
public sealed class KernelPluginCollection : ICollection<KernelPlugin>, IReadOnlyKernelPluginCollection
{
    // A list, not a dictionary: the order decides the order of tools in a request, also after a removal.
    private readonly List<KernelPlugin> _plugins = [];

    public KernelPluginCollection()
    {
    }

    public KernelPluginCollection(IEnumerable<KernelPlugin> plugins) => AddRange(plugins);

    public int Count => _plugins.Count;

    bool ICollection<KernelPlugin>.IsReadOnly => false;

    public KernelPlugin this[string name]
        => TryGetPlugin(name, out var plugin) ? plugin : throw new KeyNotFoundException($"Plugin {name} not found.");

    public void Add(KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        if (TryGetPlugin(plugin.Name, out _))
        {
            throw new ArgumentException($"There is a plugin named '{plugin.Name}' already.", nameof(plugin));
        }

        _plugins.Add(plugin);
    }

    public void AddRange(IEnumerable<KernelPlugin> plugins)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        foreach (var plugin in plugins)
        {
            Add(plugin);
        }
    }

    public bool Remove(KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return _plugins.Remove(plugin);
    }

    public void Clear() => _plugins.Clear();

    public bool Contains(KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return _plugins.Contains(plugin);
    }

    public bool TryGetPlugin(string name, [NotNullWhen(true)] out KernelPlugin? plugin)
    {
        ArgumentNullException.ThrowIfNull(name);
        plugin = _plugins.Find(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase));
        return plugin is not null;
    }

    public IEnumerator<KernelPlugin> GetEnumerator() => _plugins.GetEnumerator();

    void ICollection<KernelPlugin>.CopyTo(KernelPlugin[] array, int arrayIndex) => _plugins.CopyTo(array, arrayIndex);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
