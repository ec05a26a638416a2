using System.Reflection;
using Xunit.Abstractions;

namespace ResponsesWebSocket.Client.Tests;

/// <summary>
/// The worst that clients of this protocol have been seen to do. Each has tests here that bear its number as a trait, so that
/// <c>dotnet test --filter "Bug~07"</c> runs those against number 7.
/// </summary>
public sealed class BugTests(ITestOutputHelper output)
{
    private static readonly string[] Bugs =
    [
        "01 abandoned response answers the next question",
        "02 another request's error",
        "03 wrong branch continued",
        "04 tool executed twice",
        "05 false idle with a live peer",
        "06 dead peer costs time and money",
        "07 too large frame sent again",
        "08 error shape hides a recoverable cause",
        "09 stale chain after stall or sleep",
        "10 closed or sick socket taken from the pool",
        "11 empty output in the terminal event",
        "12 delta sent where the state is not",
        "13 interruption poisons the conversation",
        "14 repeated text or silent truncation",
        "15 identity and isolation",
        "R1 greedy or abandoned lane fails the others",
        "R2 steers that cross on the wire swap ids",
        "R3 equal deadlines fail the younger request",
        "R4 warm-up delays the first real request",
        "R5 refused upgrade without an outcome of its own",
        "R6 null fields sent",
        "R7 name of a lane too many",
        "R8 response in flight too many",
        "R9 ping flood with blocked writes",
        "R10 close 1000 in the middle of an answer",
        "R11 abort disguised as cancellation",
    ];

    [Fact]
    public void Every_bug_has_a_test_and_every_trait_is_a_bug()
    {
        var tests = typeof(BugTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods())
            .SelectMany(static method => method.GetCustomAttributesData()
                .Where(static data => data.AttributeType == typeof(TraitAttribute) && data.ConstructorArguments[0].Value is "Bug")
                .Select(data => (Bug: (string)data.ConstructorArguments[1].Value!, Method: method)))
            .ToLookup(static test => test.Bug, static test => test.Method);
        foreach (var bug in Bugs)
        {
            output.WriteLine($"{bug}: {string.Join(", ", tests[bug].Select(static test => test.Name))}");
        }

        tests.Select(static bug => bug.Key).Except(Bugs).Should().BeEmpty("a trait has to be a bug of the list");
        Bugs.Where(bug => !tests.Contains(bug)).Should().BeEmpty("a bug without a test comes back");
        tests.SelectMany(static bug => bug).Where(static method => method.GetCustomAttribute<FactAttribute>() is null).Should().BeEmpty("only what runs shows anything");
    }
}
