using System.Collections.ObjectModel;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Runs filters nested in list order, the first one outermost.</summary>
internal static class FilterPipeline
{
    public static Task RunAsync<TFilter, TContext>(
        IList<TFilter>? filters,
        Func<TFilter, TContext, Func<TContext, Task>, Task> call,
        TContext context,
        Func<TContext, Task> core)
    {
        return RunFrom(0, context);

        Task RunFrom(int index, TContext current)
            => filters is not null && index < filters.Count
                ? call(filters[index], current, next => RunFrom(index + 1, next))
                : core(current);
    }
}

/// <summary>List of filters that refuses null.</summary>
internal sealed class FilterList<T> : Collection<T>
    where T : class
{
    public static FilterList<T>? FromServices(IServiceProvider services) => Copy(services.GetServices<T>());

    public static FilterList<T>? Copy(IEnumerable<T>? filters)
    {
        var copy = new FilterList<T>();
        foreach (var filter in filters ?? [])
        {
            copy.Add(filter);
        }

        return copy.Count == 0 ? null : copy;
    }

    protected override void InsertItem(int index, T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        base.InsertItem(index, item);
    }

    protected override void SetItem(int index, T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        base.SetItem(index, item);
    }
}
