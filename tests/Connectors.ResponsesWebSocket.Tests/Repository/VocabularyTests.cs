using System.Reflection;
using System.Text.RegularExpressions;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>One word for one thing, and the field's own where there is one.</summary>
public sealed partial class VocabularyTests
{
    // What was said once; a word of today for each stands in docs/decisions/0015-the-fields-own-words.md.
    private static readonly string[] Withdrawn =
    [
        "ResponseRequest", "ResponseResult", "ResponseEvent", "ResponseStatus", "ResponseTool", "ResponseUsage", "ToolsAs", "ConnectAhead", "WarmUpAsync",
        "WarmUpAhead", "Warmer", "WarmContext", "Rotation", "HealingBreaker", "SocketGuard", "Adopt", "RetryGate", "Passage", "HttpGate", "LaneWish", "Beside",
        "LaneChoice", "Lease", "Opening", "WaitingLine", "Waiter", "LaneTrail", "PrefixChain", "ReplayWindow", "OutputForms", "CallPairs", "Pay", "owed",
        "ToolTravel", "EditedPath", "SilenceClock", "SilenceLimits", "Silence", "Stall", "OwnFlow", "LiveClients", "TurnWatch", "WatchedTurns", "TurnCosts",
        "TurnMeasures", "TurnSums", "ClientTelemetry", "TurnParts", "SentTurn", "TurnDispatcher", "TurnWriter", "FrameWriter", "HttpBody", "WireChoices", "NextTry",
        "RecoveryLadder", "EventStreamLimit", "RefusedAnswer", "InboundFrame", "FrameKind", "TerminalResponse", "SteerAnswer", "LaneSupport", "ReasoningSupport",
        "ToolSupport", "FrameLimit", "IsSick", "IsGivenUp", "Strand", "Guard", "Bound", "Heal", "WhyNot", "Blames", "BytesFullReplay", "FullReplayBytes",
        "BytesFullSend", "BytesFullSends", "FullSend", "TurnsLeft", "HandedBack", "NextTurn", "Round", "RoundTurn", "EarlyCalls", "Steer", "SteeredCall", "StopCut",
        "SettingsNotices", "StreamedAnswer", "StreamedItem", "SdkValue", "BodyPath", "OnWire", "SteerDesk", "SteersInWait", "SteerSettlement", "FrameSight",
        "FrameIntake", "PlanRun", "PlanWords", "FaultedTraffic", "Wire", "HeldTurn", "HeldResponse", "ConnectionMemory", "IAgingList", "SnapshotList",
        "Interjections", "IDialect", "PseudoAgent", "PseudoAgentModel", "Exploration", "Mute", "Deafen", "Swallow", "StrikeAsync", "Dress", "trail", "trails", "Trail", "Trails", "TrailOf", "warm", "WarmAsync",
    ];

    [Fact]
    public void No_withdrawn_word_is_an_identifier()
    {
        var withdrawn = Withdrawn.ToHashSet(StringComparer.Ordinal);
        var found = RepositoryFiles.Sources("src").SelectMany(file =>
            from line in RepositoryFiles.Read(file).Split('\n')
            from Match word in Identifiers().Matches(NoIdentifiers().Replace(line, ""))
            where withdrawn.Contains(word.Value)
            select $"{file}: {word.Value}").Distinct();

        found.Should().BeEmpty();
    }

    /// <summary>An application has the other namespaces in use, and a name that both have must be written out in full.</summary>
    [Fact]
    public void No_public_type_has_the_name_of_one_of_the_libraries_that_it_is_used_with()
    {
        Assembly[] ours = [typeof(ResponsesWebSocketChatCompletionService).Assembly, typeof(ResponsesWebSocketClient).Assembly, typeof(ResponsesEmulator).Assembly];
        var theirs = Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
            .Where(static file => Libraries().IsMatch(Path.GetFileName(file)))
            .SelectMany(static file => Assembly.LoadFrom(file).GetExportedTypes())
            .Where(static type => !type.IsNested)
            .Select(static type => type.Name)
            .ToHashSet(StringComparer.Ordinal);

        theirs.Should().Contain(["ChatCompletion", "KernelFunction", "ChatMessage"]);
        ours.SelectMany(static assembly => assembly.GetExportedTypes()).Where(static type => !type.IsNested).Select(static type => type.Name)
            .Should().NotContain(name => theirs.Contains(name));
    }

    // The words of a comment and of a text are no identifiers, and a folder is no type.
    [GeneratedRegex(@"^(?:using|namespace) .*$|//.*$|""(?:[^""\\]|\\.)*""", RegexOptions.Multiline)]
    private static partial Regex NoIdentifiers();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Identifiers();

    [GeneratedRegex(@"^(?:OpenAI|Microsoft\.Extensions\.AI.*|Microsoft\.SemanticKernel.*)\.dll$")]
    private static partial Regex Libraries();
}
