namespace ResponsesWebSocket.Emulator.Tests.Costs;

public sealed class CostFormTests
{
    [Fact]
    public void All_members_are_read()
    {
        EmulatorCosts.Parse("""
            {
              // A comment, and a trailing comma.
              "handshake_ms": 150, "request_ms": 40, "http_request_ms": 25.5, "prefill_ms_per_token": 0.2, "decode_ms_per_token": 8,
              "cached_share": 0.9, "other_connection_hits": 0.1, "seed": -3, "waits": false,
            }
            """).Should().Be(new EmulatorCosts
        {
            Handshake = TimeSpan.FromMilliseconds(150),
            Request = TimeSpan.FromMilliseconds(40),
            HttpRequest = TimeSpan.FromTicks(255_000),
            PrefillPerToken = TimeSpan.FromTicks(2_000),
            DecodePerToken = TimeSpan.FromMilliseconds(8),
            CachedShare = 0.9,
            OtherConnectionHits = 0.1,
            Seed = -3,
            Waits = false,
        });
    }

    [Fact]
    public void What_is_left_out_is_as_in_code() => EmulatorCosts.Parse("{}").Should().Be(new EmulatorCosts());

    [Theory]
    [InlineData("[]", 1, "must be an object")]
    [InlineData("{\n\"handshake_ms\": -1}", 2, "'handshake_ms' must be a number of milliseconds from 0 to one day")]
    [InlineData("{\n\n\"request_ms\": \"40\"}", 3, "'request_ms' must be a number of milliseconds")]
    [InlineData("{\n\"decode_ms_per_token\": 1e300}", 2, "'decode_ms_per_token' must be a number of milliseconds")]
    [InlineData("{\n\"cached_share\": 1.01}", 2, "'cached_share' must be a number from 0 to 1")]
    [InlineData("{\n\"seed\": 1.5}", 2, "'seed' must be a whole number")]
    [InlineData("{\n\"waits\": 1}", 2, "'waits' must be true or false")]
    [InlineData("{\n\"seed\": 1,\n\"seed\": 2}", 3, "'seed' is given twice")]
    [InlineData("{\n\"prefill\": 1}", 2, "the cost model has no 'prefill'; it can have handshake_ms,")]
    [InlineData("{\n\"seed\": }", 2, "no valid JSON")]
    public void Mistakes_are_said_with_line_and_reason(string json, int line, string reason)
    {
        var reading = () => EmulatorCosts.Parse(json);

        reading.Should().Throw<FormatException>().WithMessage($"line {line}: *{reason}*");
    }

    [Fact]
    public void Impossible_costs_are_refused()
    {
        FluentActions.Invoking(static () => new EmulatorCosts { Request = TimeSpan.FromTicks(-1) }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => new EmulatorCosts { Handshake = TimeSpan.FromDays(2) }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => new EmulatorCosts { CachedShare = double.NaN }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => new EmulatorCosts { OtherConnectionHits = 1.5 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task The_program_takes_a_file_and_says_what_is_wrong_with_it()
    {
        using var limit = TestTimeout.Start();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "{\n\"cached_share\": 2}", limit.Token);

            var bad = await EmulatorProgram.RunAsync(limit.Token, "--costs", file);
            var missing = await EmulatorProgram.RunAsync(limit.Token, "--costs", file + ".none");
            var help = await EmulatorProgram.RunAsync(limit.Token, "--costs", await Good(file), "--help");

            (bad.ExitCode, bad.Error).Should().Be((2, $"--costs {file}, line 2: 'cached_share' must be a number from 0 to 1.\nTry --help.\n"));
            missing.ExitCode.Should().Be(2);
            missing.Error.Should().StartWith($"--costs {file}.none cannot be read:");
            help.ExitCode.Should().Be(0);
            help.Output.Should().Contain("--costs <FILE>");
        }
        finally
        {
            File.Delete(file);
        }

        async Task<string> Good(string path)
        {
            await File.WriteAllTextAsync(path, """{"handshake_ms":1}""", limit.Token);
            return path;
        }
    }
}
