namespace ResponsesWebSocket.Emulator;

/// <summary>Whose deviations the emulator shows.</summary>
public enum EmulatorProfile
{
    /// <summary>OpenAI with an API key.</summary>
    OpenAI,

    /// <summary>Azure OpenAI: no lanes, one response in flight. The connection holds its newest response alone, and every error loses it; what was
    /// created with <c>store:true</c> can be continued all the same, from the store.</summary>
    Azure,

    /// <summary>xAI: no lanes, and connections end after 25 minutes.</summary>
    XAi,

    /// <summary>The ChatGPT backend: no lanes, <c>store</c> must be false, instructions are required, and parameter errors hold <c>detail</c> alone.</summary>
    ChatGpt,
}
