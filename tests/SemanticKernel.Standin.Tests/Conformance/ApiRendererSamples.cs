#pragma warning disable // The samples exist for their shape alone.

namespace SemanticKernel.Standin.Tests.Conformance.Samples;

public abstract class Parameters
{
    private protected Parameters(string hidden)
    {
    }

    protected Parameters(int number = 3, string? text = null)
    {
    }

    internal Parameters(long hidden)
    {
    }

    public abstract bool TryRead(ref int position, out string? value, in Guid key);

    public void Spread(params int[][] rows)
    {
    }

    public void Grid(int[,] cells)
    {
    }

    protected internal static Task<(int, string?)> PairAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    protected virtual void Seen()
    {
    }

    private protected void HalfHidden()
    {
    }

    internal void Hidden()
    {
    }
}

public sealed class Properties
{
    public int ReadOnly => 1;

    public string? Settable { get; set; }

    public required Uri InitOnly { get; init; }

    public int SetByTheAssembly { get; internal set; }

    public int InitByTheAssembly { get; private protected init; }

    public int WriteOnly
    {
        set { }
    }

    public ReadOnlyMemory<byte>? NestedNullable { get; set; }

    public static Dictionary<string, List<int?>> Shared { get; } = [];

    public string this[int index, string name] => name;

    internal int Hidden { get; set; }
}

public class Generics<TKey> : IDisposable, IComparable<Generics<TKey>>
    where TKey : notnull
{
    public Func<TKey, TKey[]>? Map;

    public TResult Convert<TSource, TResult>(TSource source, IReadOnlyDictionary<TKey, TResult> results)
        where TResult : class => throw new NotSupportedException();

    public int CompareTo(Generics<TKey>? other) => 0;

    void IDisposable.Dispose()
    {
    }

    public class Inner<TItem>
    {
        protected struct Leaf;

        private class Hidden;
    }
}

public readonly struct Label : IEquatable<Label>
{
    public static bool operator ==(Label left, Label right) => true;

    public static bool operator !=(Label left, Label right) => false;

    public static implicit operator string(Label label) => "";

    public bool Equals(Label other) => true;

    public override bool Equals(object? obj) => true;

    public override int GetHashCode() => 0;

    public override string ToString() => "";
}

public class Fields
{
    public const int Constant = 1;

    protected static readonly string? Name = null;

    protected int _number;

    private int _hidden;

    ~Fields() => _hidden = 0;

    public event EventHandler<EventArgs>? Changed;

    public static event Action? Reset;

    internal event Action? Hidden;
}

public static class Extensions
{
    public static int CountOf(this string text, char letter = 'a') => 0;
}

public interface IShape
{
    int Sides { get; }

    ValueTask DrawAsync(CancellationToken cancellationToken = default);
}

public enum Colour : byte
{
    Red,
}

public delegate int Counter(string text);

public record Pair(int Left);

internal class Hidden
{
    public class AlsoHidden;
}
