namespace Microsoft.SemanticKernel;

/// <summary>Chunks of a service in the shape the caller asked for.</summary>
internal static class StreamingConversion
{
    public static T To<T>(StreamingKernelContent chunk)
    {
        if (typeof(T) == typeof(string))
        {
            return (T)(object)chunk.ToString()!;
        }

        if (chunk is T same)
        {
            return same;
        }

        if (typeof(T) == typeof(byte[]))
        {
            return (T)(object)chunk.ToByteArray();
        }

        return chunk.InnerContent is T inner
            ? inner
            : throw new NotSupportedException($"A chunk of type '{chunk.GetType()}' cannot be read as '{typeof(T)}'.");
    }
}
