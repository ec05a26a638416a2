namespace ResponsesWebSocket.Client.Telemetry;

/// <summary>The names of all tags.</summary>
internal static class Tag
{
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";

    public const string OperationName = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ResponseId = "gen_ai.response.id";
    public const string FinishReasons = "gen_ai.response.finish_reasons";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string TokenType = "gen_ai.token.type";

    public const string Plan = "responses_websocket.plan";
    public const string PlanReason = "responses_websocket.plan.reason";
    public const string EditedAt = "responses_websocket.plan.edited_at";
    public const string Transport = "responses_websocket.transport";
    public const string RetryCause = "responses_websocket.retry.cause";
    public const string SessionEnd = "responses_websocket.session.end";
    public const string Session = "responses_websocket.session";
    public const string Lane = "responses_websocket.lane";
    public const string BytesSent = "responses_websocket.bytes_sent";
    public const string BytesIfSentInFull = "responses_websocket.bytes_full_send";
    public const string Retries = "responses_websocket.retries";
    public const string QueueWait = "responses_websocket.queue_wait";
}
