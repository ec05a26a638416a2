using System.Collections;
using System.Reflection;
using System.Text;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>What the methods of a <see cref="RecordedProduct"/> tell. Public because they call it.</summary>
public static class Recording
{
    // From a turn to its request, to its items, to one of them, to its bytes.
    private const int Depth = 4;

    private static readonly Lock Gate = new();
    private static readonly List<string> StepsTaken = [];
    private static readonly HashSet<string> HopsTaken = [];
    private static string? _text;
    private static bool _counts;

    /// <summary>Methods entered with the text among their arguments, each once, in order.</summary>
    public static IReadOnlyList<string> Steps
    {
        get
        {
            lock (Gate)
            {
                return [.. StepsTaken];
            }
        }
    }

    /// <summary>Async methods and iterators that moved, and channels that were written.</summary>
    public static IReadOnlyList<string> Hops
    {
        get
        {
            lock (Gate)
            {
                return [.. HopsTaken];
            }
        }
    }

    public static void Start(string? text)
    {
        lock (Gate)
        {
            StepsTaken.Clear();
            HopsTaken.Clear();
            _text = text;
            _counts = true;
        }
    }

    public static void Stop()
    {
        lock (Gate)
        {
            _counts = false;
        }
    }

    public static void Enter(string method, object?[] arguments)
    {
        lock (Gate)
        {
            if (_counts && _text is not null && !StepsTaken.Contains(method) && arguments.Any(static argument => Holds(argument, Depth)))
            {
                StepsTaken.Add(method);
            }
        }
    }

    public static void Move(string hop)
    {
        lock (Gate)
        {
            if (_counts)
            {
                HopsTaken.Add(hop);
            }
        }
    }

    private static bool Holds(object? value, int depth) => value switch
    {
        null => false,
        string text => text.Contains(_text!, StringComparison.Ordinal),
        ReadOnlyMemory<byte> bytes => Holds(bytes.Span),
        Memory<byte> bytes => Holds(bytes.Span),
        byte[] bytes => Holds(bytes),
        System.Buffers.ArrayBufferWriter<byte> bytes => Holds(bytes.WrittenSpan),
        JsonElement json => json.ValueKind != JsonValueKind.Undefined && json.GetRawText().Contains(_text!, StringComparison.Ordinal),
        Delegate or Task or Type or Exception => false,
        _ when depth == 0 || value.GetType().IsPrimitive || value.GetType().IsEnum => false,
        IEnumerable many and (ICollection or IReadOnlyCollection<object>) => many.Cast<object?>().Any(one => Holds(one, depth - 1)),
        _ => IsData(value.GetType()) && Fields(value.GetType()).Any(field => Holds(field.GetValue(value), depth - 1)),
    };

    private static bool Holds(ReadOnlySpan<byte> bytes) => bytes.IndexOf(Encoding.UTF8.GetBytes(_text!)) >= 0;

    private static bool IsData(Type type) => type.Namespace is { } space
        && (space.StartsWith("ResponsesWebSocket.Client", StringComparison.Ordinal) || space.StartsWith("Connectors.", StringComparison.Ordinal) || space.StartsWith("Microsoft.SemanticKernel", StringComparison.Ordinal))
        && type != typeof(Kernel)
        && !Fields(type).Any(static field => field.FieldType == typeof(Lock) || field.FieldType == typeof(SemaphoreSlim));

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var part = type; part is not null && part != typeof(object); part = part.BaseType)
        {
            foreach (var field in part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
