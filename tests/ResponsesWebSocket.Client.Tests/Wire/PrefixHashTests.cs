using FsCheck;
using FsCheck.Fluent;
using ResponsesWebSocket.Client.Wire;

namespace ResponsesWebSocket.Client.Tests.Wire;

public sealed class PrefixHashTests
{
    // Few different items, so that lists often begin alike.
    private static readonly Arbitrary<int[]> Lists = Gen.Choose(0, 2).ArrayOf().ToArbitrary();

    [Fact]
    public void Two_chains_are_equal_exactly_when_the_lists_are() =>
        Prop.ForAll(Lists, Lists, static (left, right) => ChainOf(left) == ChainOf(right) == left.SequenceEqual(right)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chain_does_not_depend_on_where_the_list_was_cut() =>
        Prop.ForAll(Lists, Lists, static (left, right) => right.Aggregate(ChainOf(left), Append) == ChainOf([.. left, .. right])).QuickCheckThrowOnFailure();

    [Fact]
    public void The_halves_of_a_fingerprint_are_not_exchangeable() =>
        PrefixHash.Empty.Append(new Fingerprint(1, 2)).Should().NotBe(PrefixHash.Empty.Append(new Fingerprint(2, 1)));

    [Fact]
    public void Any_bit_of_a_fingerprint_counts()
    {
        var chains = Enumerable.Range(0, 64)
            .SelectMany(static bit => new[] { new Fingerprint(1UL << bit, 0), new Fingerprint(0, 1UL << bit) })
            .Append(new Fingerprint(0, 0))
            .Select(static item => PrefixHash.Empty.Append(item).Append(item))
            .ToList();

        // Modulo 2^61-1 the three highest bits fall onto the three lowest: 3 and 3 of 129 coincide by design.
        chains.Distinct().Should().HaveCount(129 - 6);
    }

    [Fact]
    public void A_long_chain_of_equal_items_never_meets_itself()
    {
        var seen = new HashSet<PrefixHash>();
        var chain = PrefixHash.Empty;
        for (var count = 0; count < 10_000; count++)
        {
            seen.Add(chain).Should().BeTrue();
            chain = Append(chain, 0);
        }
    }

    private static PrefixHash ChainOf(int[] items) => items.Aggregate(PrefixHash.Empty, Append);

    private static PrefixHash Append(PrefixHash chain, int item) => chain.Append(Fingerprint.Of([(byte)item]));
}
