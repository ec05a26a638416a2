using System.Reflection;
using Connectors.ResponsesWebSocket.Clients;

namespace Connectors.ResponsesWebSocket.Tests.Clients;

/// <summary>Services share a client only where every option is the same: an option that did not count would be one service's taken from another.</summary>
public sealed class ClientKeyTests
{
    private static readonly Dictionary<string, PropertyInfo> Options =
        typeof(ResponsesWebSocketOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(static option => option.Name);

    public static TheoryData<string> Names => [.. Options.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Services_share_a_client_only_if_every_option_but_the_callback_is_equal(string name)
    {
        var changed = new ResponsesWebSocketOptions();
        Change(changed, Options[name]);

        new ClientKey(changed, time: null).Equals(new ClientKey(new(), time: null)).Should().Be(name == nameof(ResponsesWebSocketOptions.TurnCompleted));
        new ClientKey(changed, time: null).Should().Be(new ClientKey(changed.Clone(), time: null));
        new ClientKey(changed, time: null).GetHashCode().Should().Be(new ClientKey(changed.Clone(), time: null).GetHashCode());
    }

    [Fact]
    public void Services_with_different_clocks_share_no_client() => new ClientKey(new(), new ManualTime()).Should().NotBe(new ClientKey(new(), new ManualTime()));

    [Fact]
    public void Headers_are_compared_whatever_their_order_and_case()
    {
        var (one, same, other) = (new ResponsesWebSocketOptions(), new ResponsesWebSocketOptions(), new ResponsesWebSocketOptions());
        (one.Headers["A"], one.Headers["B"]) = ("1", "2");
        (same.Headers["b"], same.Headers["a"]) = ("2", "1");
        (other.Headers["A"], other.Headers["B"]) = ("2", "1");

        new ClientKey(one, time: null).Should().Be(new ClientKey(same, time: null)).And.NotBe(new ClientKey(other, time: null));
    }

    private static void Change(ResponsesWebSocketOptions options, PropertyInfo option)
    {
        if (option.GetValue(options) is IDictionary<string, string> headers)
        {
            headers.Add("X-Changed", "yes");
            return;
        }

        option.SetValue(options, Other(Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType, option.GetValue(options)));
    }

    private static object Other(Type type, object? value) => value switch
    {
        bool given => !given,
        int given => given + 1,
        long given => given + 1,
        TimeSpan given => given + TimeSpan.FromSeconds(1),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(1),
        _ when type == typeof(string) => "changed",
        _ when type == typeof(Uri) => new Uri("https://changed.test/v1"),
        _ when type == typeof(EndpointProfile) => EndpointProfile.Azure,
        _ when type.IsEnum => Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value)),
        _ when type == typeof(HttpMessageInvoker) => new HttpClient(),
        _ when type == typeof(Action<TurnReport>) => (Action<TurnReport>)(static _ => { }),
        _ when type == typeof(Func<CancellationToken, ValueTask<string>>) => (Func<CancellationToken, ValueTask<string>>)(static _ => ValueTask.FromResult("changed")),
        _ => throw new NotSupportedException($"An option of the new type {type} needs another value here."),
    };
}
