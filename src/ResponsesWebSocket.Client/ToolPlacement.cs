namespace ResponsesWebSocket.Client;

/// <summary>How the tools of a turn cross the wire.</summary>
public enum ToolPlacement
{
    /// <summary>As the <c>tools</c> field, whole with every turn, since the service does not inherit it. Works with every model.</summary>
    RequestField,

    /// <summary>
    /// As an input item, once per conversation: later turns inherit it and send only tools that came along. A model that refuses
    /// such items gets the field from then on. Newer models take them (typed by the service, not documented).
    /// </summary>
    InputItems,
}
