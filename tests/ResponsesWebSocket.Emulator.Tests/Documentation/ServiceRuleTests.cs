using Xunit.Abstractions;

namespace ResponsesWebSocket.Emulator.Tests.Documentation;

public sealed class ServiceRuleTests(ITestOutputHelper output)
{
    private const string Rewrite = "REWRITE_SERVICE_RULES";

    [Fact]
    public async Task Every_rule_has_a_test_and_every_trait_a_rule_and_the_page_names_them()
    {
        using var limit = TestTimeout.Start();
        var page = await File.ReadAllTextAsync(ServiceRulePage.Path, limit.Token);
        var rules = ServiceRulePage.RulesOf(page);
        output.WriteLine(ServiceRulePage.Overview(page));

        rules.Should().HaveCountGreaterThan(150).And.OnlyHaveUniqueItems();
        rules.Where(static rule => !ServiceRulePage.Tests.Contains(rule)).Should().BeEmpty("a rule without a test is a hope");
        ServiceRulePage.Tests.Select(static tests => tests.Key).Except(rules).Should().BeEmpty("a trait has to be a rule of the page");
        ServiceRulePage.Tests.SelectMany(static tests => tests)
            .Where(static method => method.GetCustomAttributes(typeof(FactAttribute), inherit: false).Length == 0)
            .Select(static method => method.Name).Should().BeEmpty("only what runs shows anything");
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            await File.WriteAllTextAsync(ServiceRulePage.Path, ServiceRulePage.Fill(page), limit.Token);
            return;
        }

        ServiceRulePage.Fill(page).Should().Be(page, "the page names the tests; run this test once with {0}=1", Rewrite);
    }
}
