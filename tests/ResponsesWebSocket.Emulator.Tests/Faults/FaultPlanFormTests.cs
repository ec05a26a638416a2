using ResponsesWebSocket.Emulator.Tool;

namespace ResponsesWebSocket.Emulator.Tests.Faults;

/// <summary>How plans are written, checked and made up.</summary>
public sealed class FaultPlanFormTests
{
    [Fact]
    public void Every_part_of_a_plan_can_be_written_in_json()
    {
        var plan = FaultPlan.Parse("""
            { // a comment
              "faults": [
                { "when": {"connection":1,"frame":3}, "do": {"effect":"drop","reset":true,"place":"middle"} },
                { "when": {"byte":0}, "do": {"effect":"black_hole","direction":"from_client","silent":true}, "times":"always" },
                { "when": {"after_ms":1500}, "do": {"effect":"close","status":4001,"reason":"why","place":"before"} },
                { "when": {"turn":2,"lane":"a","event":"x","occurrence":4}, "do": {"effect":"delay","ms":20}, "times":3 },
                { "when": {"direction":"from_client"}, "do": {"effect":"omit"} },
                { "do": {"effect":"hold","frames":2} },
                { "do": {"effect":"postpone"} },
                { "do": {"effect":"duplicate","copies":2} },
                { "do": {"effect":"corrupt","as":"invalid_utf8"} },
                { "do": {"effect":"fragment","bytes":9} },
                { "do": {"effect":"inject","payload":"p","place":"after","binary":true} },
                { "do": {"effect":"terminal_output","as":"null"} },
                { "do": {"effect":"omit_item_done"} },
                { "do": {"effect":"refuse_upgrade","status":503,"retry_after_ms":2000,"body":""} },
              ],
            }
            """);

        plan.Should().Be(new FaultPlan(
            new PlannedFault(new() { Connection = 1, Frame = 3 }, new FaultEffect.Drop(true, FaultPlace.Middle)),
            new PlannedFault(new() { Byte = 0 }, new FaultEffect.BlackHole(FaultDirection.FromClient, true)) { Times = null },
            new PlannedFault(new() { After = TimeSpan.FromMilliseconds(1500) }, new FaultEffect.Close(4001, "why", FaultPlace.Before)),
            new PlannedFault(
                new() { Turn = 2, Lane = "a", EventType = "x", Occurrence = 4 }, new FaultEffect.Delay(TimeSpan.FromMilliseconds(20))) { Times = 3 },
            new PlannedFault(new() { Direction = FaultDirection.FromClient }, new FaultEffect.Omit()),
            new PlannedFault(new(), new FaultEffect.Hold(2)),
            new PlannedFault(new(), new FaultEffect.Postpone()),
            new PlannedFault(new(), new FaultEffect.Duplicate(2)),
            new PlannedFault(new(), new FaultEffect.Corrupt(Corruption.InvalidUtf8)),
            new PlannedFault(new(), new FaultEffect.Fragment(9)),
            new PlannedFault(new(), new FaultEffect.Inject("p", FaultPlace.After, true)),
            new PlannedFault(new(), new FaultEffect.Terminal(TerminalOutput.Null)),
            new PlannedFault(new(), new FaultEffect.OmitItemDone()),
            new PlannedFault(new(), new FaultEffect.RefuseUpgrade(503, TimeSpan.FromSeconds(2), string.Empty))));
        FaultPlan.Parse(plan.ToJson()).Should().Be(plan);
    }

    [Fact]
    public void An_error_is_a_known_code_with_changes_or_made_up_entirely()
    {
        var plan = FaultPlan.Parse("""
            {"faults":[
              {"do":{"effect":"error","code":"server_is_overloaded","close_status":null,"shape":"flat"}},
              {"do":{"effect":"error","code":"usage_limit_reached","members":{"plan_type":"pro"}}},
              {"do":{"effect":"error","status":418,"code":"teapot","message":"m","param":"p","type":"t","retry_after_ms":2500,"headers":{"a":"b","n":1}}}
            ]}
            """);

        var errors = FaultPlan.Parse(plan.ToJson()).Faults.Select(static fault => ((FaultEffect.Error)fault.Do).Detail).ToList();

        errors[0].Should().BeEquivalentTo(EmulatedErrors.ServerIsOverloaded with { CloseStatus = null, Shape = ErrorShape.Flat });
        errors[1].Type.Should().Be("usage_limit_reached");
        errors[1].Members["plan_type"].GetString().Should().Be("pro");
        errors[2].Should().Match<EmulatedError>(static e => e.Status == 418 && e.Code == "teapot" && e.Message == "m" && e.Param == "p" && e.Type == "t");
        errors[2].RetryAfter.Should().Be(TimeSpan.FromMilliseconds(2500));
        errors[2].Headers.Should().Equal(new Dictionary<string, string> { ["a"] = "b", ["n"] = "1" });
    }

    [Theory]
    [InlineData("{\n\"faults\": [\n}", 3, "no valid JSON")]
    [InlineData("", 1, "no valid JSON")]
    [InlineData("[]", 1, "must be an object")]
    [InlineData("{}", 1, "needs 'faults'")]
    [InlineData("{\n\"faults\":{}}", 2, "must be an array")]
    [InlineData("{\"faults\":[],\n\"x\":1}", 2, "has no 'x'")]
    [InlineData("{\"faults\":[\n{}]}", 2, "needs 'do'")]
    [InlineData("{\"faults\":[\n{\"do\":\n{}}]}", 3, "needs 'effect'")]
    [InlineData("{\"faults\":[\n{\"do\":{\"effect\":\"explode\"}}]}", 2, "unknown effect 'explode'; known are drop")]
    [InlineData("{\"faults\":[{\"do\":{\"effect\":\"drop\",\n\"place\":\"left\"}}]}", 2, "'place' must be one of before, middle, after, not 'left'")]
    [InlineData("{\"faults\":[{\"do\":{\"effect\":\"drop\",\n\"reset\":1}}]}", 2, "'reset' must be true or false")]
    [InlineData("{\"faults\":[{\"do\":{\"effect\":\"drop\"},\n\"when\":{\n\"turn\":1.5}}]}", 3, "'turn' must be a whole number")]
    [InlineData("{\"faults\":[{\"do\":{\"effect\":\"drop\"},\n\"when\":{\n\"turns\":1}}]}", 3, "'when' has no 'turns'")]
    [InlineData("{\"faults\":[{\"do\":{\"effect\":\"drop\"},\n\"do\":{\"effect\":\"omit\"}}]}", 2, "'do' is given twice")]
    [InlineData("{\"faults\":[{\"do\":{\"effect\":\"drop\"},\n\"times\":\"often\"}]}", 2, "'times' must be")]
    [InlineData("{\"faults\":[\n\n{\"do\":{\"effect\":\"drop\"},\"times\":0}]}", 3, "times must be at least 1")]
    [InlineData("{\"faults\":[\n{\"when\":{\"turn\":0},\"do\":{\"effect\":\"drop\"}}]}", 2, "turn must be at least 1")]
    [InlineData("{\"faults\":[\n{\"when\":{\"byte\":1,\"turn\":1},\"do\":{\"effect\":\"drop\"}}]}", 2, "connection alone")]
    [InlineData("{\"faults\":[\n{\"when\":{\"byte\":1},\"do\":{\"effect\":\"omit\"}}]}", 2, "at a byte only")]
    [InlineData("{\"faults\":[\n{\"when\":{\"after_ms\":1},\"do\":{\"effect\":\"omit\"}}]}", 2, "at a time only")]
    [InlineData("{\"faults\":[\n{\"when\":{\"direction\":\"from_client\"},\"do\":{\"effect\":\"fragment\",\"bytes\":1}}]}", 2, "for a frame from the client only")]
    [InlineData("{\"faults\":[\n{\"when\":{\"direction\":\"from_client\",\"turn\":1},\"do\":{\"effect\":\"drop\"}}]}", 2, "has no turn")]
    [InlineData("{\"faults\":[\n{\"do\":{\"effect\":\"close\",\"status\":1006}}]}", 2, "1006 cannot be sent")]
    [InlineData("{\"faults\":[\n{\"do\":{\"effect\":\"close\",\"status\":1005,\"reason\":\"x\"}}]}", 2, "takes no reason")]
    [InlineData("{\"faults\":[\n{\"do\":{\"effect\":\"error\",\"code\":\"nonsense\"}}]}", 2, "unknown code 'nonsense' needs 'status'")]
    [InlineData("{\"faults\":[\n{\"when\":{\"frame\":1},\"do\":{\"effect\":\"error\",\"code\":\"server_error\"}}]}", 2, "an error goes with turn and event")]
    [InlineData("{\"faults\":[\n{\"when\":{\"turn\":1},\"do\":{\"effect\":\"refuse_upgrade\",\"status\":429}}]}", 2, "connection alone")]
    public void A_mistake_is_named_with_its_line_and_reason(string json, int line, string reason)
    {
        var parse = () => FaultPlan.Parse(json);

        var thrown = parse.Should().Throw<FaultPlanException>().Which;
        thrown.Line.Should().Be(line);
        thrown.Message.Should().Contain($"line {line}: ").And.Contain(reason);
    }

    [Fact]
    public void A_plan_made_in_code_is_checked_too()
    {
        var make = () => new FaultPlan(new PlannedFault(new() { Byte = 1 }, new FaultEffect.Omit()));

        make.Should().Throw<ArgumentException>().WithMessage("Fault 1: at a byte only*");
    }

    [Fact]
    public void A_random_plan_is_the_same_for_the_same_seed_and_another_one_for_another()
    {
        var options = new RandomFaults { Faults = 8, BrokenFrames = true, BlackHoles = true };

        var plans = Enumerable.Range(0, 200).Select(seed => FaultPlan.Random(seed, options)).ToList();

        plans.Should().OnlyContain(static plan => plan.Faults.Count == 8);
        plans.Distinct().Should().HaveCount(200);
        Enumerable.Range(0, 200).Select(seed => FaultPlan.Random(seed, options)).Should().Equal(plans);
        plans.SelectMany(static plan => plan.Faults).Select(static fault => fault.Do.GetType()).Distinct().Should().HaveCount(12);
        plans.Should().OnlyContain(static plan => FaultPlan.Parse(plan.ToJson()).ToJson() == plan.ToJson());
    }

    [Fact]
    public void A_random_plan_breaks_no_frames_and_has_no_black_holes_unless_asked()
    {
        var effects = Enumerable.Range(0, 200).SelectMany(static seed => FaultPlan.Random(seed).Faults).Select(static fault => fault.Do).ToList();

        effects.Should().HaveCount(1000).And.NotContain(static effect =>
            effect is FaultEffect.BlackHole || effect is FaultEffect.Corrupt || effect is FaultEffect.Omit || effect is FaultEffect.Duplicate);
    }

    [Fact]
    public void A_seed_means_the_same_plan_for_ever()
    {
        FaultPlan.Random(1, new() { Faults = 2 }).Should().Be(new FaultPlan(
            new PlannedFault(new() { Turn = 10, EventType = "response.created" }, new FaultEffect.Close(1005, null, FaultPlace.Before)),
            new PlannedFault(new() { Turn = 4, EventType = "response.created" }, new FaultEffect.Drop(Reset: false, FaultPlace.Before))));
    }

    [Theory]
    [InlineData("{\n\"faults\": [ 7 ]\n}", "line 2: a fault must be an object")]
    [InlineData("{\n\"faults\": [\n", "line 3: no valid JSON")]
    [InlineData(null, "cannot be read")]
    public async Task The_program_refuses_a_bad_file_with_2(string? content, string reason)
    {
        using var limit = TestTimeout.Start();
        var file = Path.Combine(Path.GetTempPath(), $"faults-{Guid.NewGuid():N}.json");
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content, limit.Token);
        }

        try
        {
            var (exitCode, output, error) = await EmulatorProgram.RunAsync(limit.Token, "--faults", file);

            exitCode.Should().Be(2);
            output.Should().BeEmpty();
            error.Should().Contain(file).And.Contain(reason).And.NotContain("   at ");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_program_refuses_an_unknown_profile_with_2()
    {
        using var limit = TestTimeout.Start();

        var (exitCode, _, error) = await EmulatorProgram.RunAsync(limit.Token, "--profile", "aws");

        exitCode.Should().Be(2);
        error.Should().Contain("openai, azure, xai or chatgpt").And.Contain("aws");
    }

    [Theory]
    [InlineData("openai", EmulatorProfile.OpenAI)]
    [InlineData("azure", EmulatorProfile.Azure)]
    [InlineData("xai", EmulatorProfile.XAi)]
    [InlineData("chatgpt", EmulatorProfile.ChatGpt)]
    public async Task The_command_line_takes_profile_and_faults(string name, EmulatorProfile expected)
    {
        using var limit = TestTimeout.Start();
        var file = Path.Combine(Path.GetTempPath(), $"faults-{Guid.NewGuid():N}.json");
        var plan = FaultPlan.Random(3);
        await File.WriteAllTextAsync(file, plan.ToJson(), limit.Token);

        try
        {
            var command = new EmulatorCommand();
            var line = command.Read(["--profile", name, "--faults", file]);

            line.Errors.Should().BeEmpty();
            line.GetValue(command.Profile).Should().Be(expected);
            line.GetValue(command.Faults)!.ToJson().Should().Be(plan.ToJson());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
