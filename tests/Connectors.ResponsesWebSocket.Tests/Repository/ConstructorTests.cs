using System.Reflection;
using System.Runtime.CompilerServices;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>What needs more than a handful of others does more than one thing, and what is set after construction was not whole before.</summary>
public sealed class ConstructorTests
{
    private const int Collaborators = 5;
    private const int MembersOfARecord = 6;

    private static readonly Assembly[] Ours = [typeof(ResponsesWebSocketChatCompletionService).Assembly, typeof(ResponsesWebSocketClient).Assembly, typeof(ResponsesEmulator).Assembly];

    // The stock connector's parameters, by its names and in its order.
    private static readonly string[] Exempt = [nameof(ResponsesWebSocketChatCompletionService)];

    [Fact]
    public void Nothing_is_made_of_more_than_five_others_and_no_record_has_more_than_six_members()
    {
        var tooMany =
            from type in Types()
            where !Exempt.Contains(type.Name)
            from constructor in type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            let parameters = constructor.GetParameters().Length
            where parameters > (IsRecord(type) ? MembersOfARecord : Collaborators)
            select $"{type.Name}({parameters})";

        tooMany.Should().BeEmpty();
    }

    [Fact]
    public void What_one_part_of_the_client_needs_of_another_is_given_to_it_when_it_is_made()
    {
        var set =
            from type in Types().Where(static type => type.Assembly == typeof(ResponsesWebSocketClient).Assembly && !type.IsVisible)
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where property.SetMethod is { IsPrivate: false } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            where typeof(Delegate).IsAssignableFrom(property.PropertyType) || property.PropertyType.Namespace?.StartsWith("ResponsesWebSocket.Client.", StringComparison.Ordinal) == true
            where !property.PropertyType.IsValueType && !property.PropertyType.GetMethods().Any(static method => method.Name == "<Clone>$")
            select $"{type.Name}.{property.Name}";

        // The newest checkpoint of a lane is what changes with each turn.
        set.Should().Equal("LaneHistory.Latest");
    }

    private static IEnumerable<Type> Types() => Ours.SelectMany(static assembly => assembly.GetTypes())
        .Where(static type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !typeof(Delegate).IsAssignableFrom(type) && !type.Name.Contains('<'));

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
}
