using System.Reflection;

namespace ResponsesWebSocket.Client.Tests;

/// <summary>A copy has everything, whatever is added to the type.</summary>
public sealed class CopyTests
{
    public static TheoryData<string> Failures => [.. typeof(ResponsesWebSocketException).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(ResponsesWebSocketException))).Select(static type => type.Name)];

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_as_another_turn_met_it_is_an_exception_of_its_own_that_says_the_same_but_for_the_delivery(string name)
    {
        var failure = Make(typeof(ResponsesWebSocketException).Assembly.GetType($"ResponsesWebSocket.Client.{name}")!);
        Fill(failure);

        var same = failure.For(DeliveryState.Answered);

        same.Should().BeOfType(failure.GetType()).And.NotBeSameAs(failure);
        (failure.Delivery, same.Delivery).Should().Be((DeliveryState.Accepted, DeliveryState.Answered));
        (same.Message, same.InnerException).Should().Be((failure.Message, failure.InnerException));
        Values(same).Where(static value => value.Name != nameof(failure.Delivery)).Should().Equal(Values(failure).Where(static value => value.Name != nameof(failure.Delivery)));
    }

    [Fact]
    public void A_copy_of_the_options_has_all_of_them_and_headers_of_its_own()
    {
        var options = new ResponsesWebSocketOptions();
        Fill(options);
        options.Headers["X-Own"] = "1";

        var copy = options.Clone();
        options.Headers["X-Own"] = "2";

        copy.Headers.Should().ContainSingle().Which.Value.Should().Be("1");
        Values(copy).Where(static value => value.Name != nameof(copy.Headers)).Should().Equal(Values(options).Where(static value => value.Name != nameof(copy.Headers)));
    }

    private static ResponsesWebSocketException Make(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance).Single();
        return (ResponsesWebSocketException)constructor.Invoke([.. constructor.GetParameters().Select(static parameter => Other(parameter.ParameterType, null))]);
    }

    /// <summary>Sets everything that can be set to something else than it is.</summary>
    private static void Fill(object target)
    {
        foreach (var property in Properties(target).Where(static property => property.CanWrite && property.Name != nameof(ResponsesWebSocketOptions.Headers)))
        {
            var before = property.GetValue(target);
            property.SetValue(target, Other(property.PropertyType, before));
            property.GetValue(target).Should().NotBe(before, property.Name);
        }
    }

    private static IEnumerable<PropertyInfo> Properties(object target) =>
        target.GetType().GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(static property => property.DeclaringType != typeof(Exception));

    private static IEnumerable<(string Name, object? Value)> Values(object target) => Properties(target).Select(property => (property.Name, property.GetValue(target)));

    private static object? Other(Type type, object? before) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(bool) => before is not true,
        var t when t == typeof(string) => "other",
        var t when t == typeof(int) => before is int number ? number + 1 : 7,
        var t when t == typeof(long) => before is long number ? number + 1 : 7L,
        var t when t == typeof(TimeSpan) => before is TimeSpan time ? time + TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(7),
        var t when t == typeof(HttpStatusCode) => HttpStatusCode.Conflict,
        var t when t == typeof(DeliveryState) => DeliveryState.Accepted,
        var t when t.IsEnum => Enum.GetValues(t).Cast<object>().First(value => !value.Equals(before)),
        var t when t == typeof(Uri) => new Uri("https://other.example/v1"),
        var t when t == typeof(Exception) => new InvalidOperationException("inner"),
        var t when t == typeof(EndpointProfile) => new EndpointProfile { LaneNames = 1 },
        var t when t == typeof(HttpMessageInvoker) => new HttpMessageInvoker(new SocketsHttpHandler()),
        var t when t == typeof(Func<CancellationToken, ValueTask<string>>) => (Func<CancellationToken, ValueTask<string>>)(static _ => new("")),
        var t when t == typeof(Action<TurnReport>) => (Action<TurnReport>)(static _ => { }),
        var t => throw new NotSupportedException($"No other value of {t} is known here: say one."),
    };
}
