using System.ClientModel;

namespace Differential.Observing;

/// <summary>All that an error handler can read.</summary>
internal static class ExceptionDump
{
    private const int Deepest = 3;

    public static void Write(Observations seen, string path, Exception thrown)
    {
        var at = path;
        var current = thrown;
        for (var depth = 0; depth < Deepest && current is not null; depth++, at += ".inner", current = current.InnerException)
        {
            WriteOne(seen, at, current);
        }
    }

    private static void WriteOne(Observations seen, string path, Exception thrown)
    {
        seen.Add(path, thrown.GetType());
        seen.Add($"{path}.message", thrown.Message);
        seen.Add($"{path}.data", string.Join(", ", thrown.Data.Keys.Cast<object>().Select(key => $"{key} = {thrown.Data[key]}")));
        switch (thrown)
        {
            case HttpOperationException http:
                seen.Add($"{path}.status", http.StatusCode);
                seen.Add($"{path}.responseContent", http.ResponseContent is { } body ? JsonText.Reformatted(body) : null);
                break;
            case ClientResultException client:
                seen.Add($"{path}.status", client.Status);
                seen.Add($"{path}.response", client.GetRawResponse() is { } response ? JsonText.Reformatted(response.Content.ToString()) : null);
                break;
            case ArgumentException argument:
                seen.Add($"{path}.param", argument.ParamName);
                break;
            case OperationCanceledException cancelled:
                seen.Add($"{path}.isRequested", cancelled.CancellationToken.IsCancellationRequested);
                break;
        }
    }
}
