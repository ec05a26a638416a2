using static ResponsesWebSocket.Client.Tests.OptionsTests;

namespace ResponsesWebSocket.Client.Tests;

public sealed class HeaderOptionsTests
{
    [Theory]
    [InlineData("key\r\nX-Injected: 1")]
    [InlineData("key\n")]
    [InlineData("key\0")]
    [InlineData("clé")]
    public void What_cannot_stand_in_a_header_is_refused_wherever_it_would_become_one(string value)
    {
        ShouldFail(options => options.ApiKey = value, "ApiKey");
        ShouldFail(options => options.Organization = value, "Organization");
        ShouldFail(options => options.Project = value, "Project");
        ShouldFail(options => options.Headers["X-Own"] = value, "X-Own");
    }

    [Theory]
    [InlineData("X Own")]
    [InlineData("X-Own:")]
    [InlineData("X-Own\r\nX-Injected")]
    [InlineData("X-Ümlaut")]
    [InlineData("")]
    public void A_name_that_is_no_header_name_is_refused(string name) => ShouldFail(options => options.Headers[name] = "x", "Headers");

    [Fact]
    public void Usual_headers_are_fine() => FaultsOf(static options =>
    {
        options.Organization = "org-1";
        options.Project = "proj_1";
        options.Headers["X-Own_1.a"] = "some value; with=\"signs\" ~";
    }).Should().BeEmpty();
}
