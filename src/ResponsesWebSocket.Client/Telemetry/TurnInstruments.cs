using System.Diagnostics;

namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>What a turn puts into instruments and its activity at its end. Tags are made only where somebody listens.</summary>
internal static class TurnInstruments
{
    public static TagList OperationTags(ClientMetrics client, string model) => new()
    {
        { Tag.OperationName, "chat" },
        { Tag.ProviderName, client.Provider },
        { Tag.RequestModel, model },
        { Tag.ServerAddress, client.Address },
        { Tag.ServerPort, client.Port },
    };

    public static void Ended(ClientMetrics client, TimeSpan elapsed, long bytesSent, long fullSend, string model, string? responseModel, string? failure)
    {
        if (Instruments.OperationDuration.Enabled)
        {
            var tags = OperationTags(client, model);
            Add(ref tags, Tag.ResponseModel, responseModel);
            Add(ref tags, Tag.ErrorType, failure);
            Instruments.OperationDuration.Record(elapsed.TotalSeconds, tags);
        }

        if (bytesSent > 0 && (Instruments.BytesSent.Enabled || Instruments.BytesIfSentInFull.Enabled))
        {
            var tags = client.ServerTags();
            Instruments.BytesSent.Add(bytesSent, tags);
            Instruments.BytesIfSentInFull.Add(fullSend, tags);
        }
    }

    public static void Completed(ClientMetrics client, string model, TurnResult result)
    {
        var report = result.Report;
        if (Instruments.TokenUsage.Enabled && result.Usage is { } usage)
        {
            Use(usage.InputTokens, "input");
            Use(usage.OutputTokens, "output");
        }

        if (Instruments.Turns.Enabled)
        {
            var tags = client.ServerTags();
            tags.Add(Tag.Plan, TagValue.Of(report.Plan.Kind));
            tags.Add(Tag.PlanReason, TagValue.Of(report.Plan.Reason));
            tags.Add(Tag.Transport, TagValue.Of(report.Transport));
            Instruments.Turns.Add(1, tags);
        }

        if (Instruments.QueueWait.Enabled || Instruments.FirstEvent.Enabled)
        {
            var tags = client.ServerTags();
            tags.Add(Tag.Transport, TagValue.Of(report.Transport));
            Instruments.QueueWait.Record(report.QueueWait.TotalSeconds, tags);
            Instruments.FirstEvent.Record(report.FirstEvent.TotalSeconds, tags);
        }

        void Use(long tokens, string type)
        {
            var tags = OperationTags(client, model);
            Add(ref tags, Tag.ResponseModel, result.Model);
            tags.Add(Tag.TokenType, type);
            Instruments.TokenUsage.Record(tokens, tags);
        }
    }

    public static void Describe(this Activity activity, TurnResult result)
    {
        var report = result.Report;
        activity.SetTag(Tag.ResponseId, result.Id);
        activity.SetTag(Tag.ResponseModel, result.Model);
        activity.SetTag(Tag.FinishReasons, new[] { TagValue.FinishOf(result) });
        activity.SetTag(Tag.InputTokens, result.Usage?.InputTokens);
        activity.SetTag(Tag.OutputTokens, result.Usage?.OutputTokens);
        activity.SetTag(Tag.Plan, TagValue.Of(report.Plan.Kind));
        activity.SetTag(Tag.PlanReason, TagValue.Of(report.Plan.Reason));
        activity.SetTag(Tag.EditedAt, report.Plan.EditedAt);
        activity.SetTag(Tag.Transport, TagValue.Of(report.Transport));
        activity.SetTag(Tag.Session, report.Session);
        activity.SetTag(Tag.Lane, report.Lane);
        activity.SetTag(Tag.BytesSent, report.BytesSent);
        activity.SetTag(Tag.BytesIfSentInFull, report.BytesIfSentInFull);
        activity.SetTag(Tag.Retries, report.Retries);
        activity.SetTag(Tag.QueueWait, report.QueueWait.TotalSeconds);
    }

    private static void Add(ref TagList tags, string name, string? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
