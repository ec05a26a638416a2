namespace ResponsesWebSocket.Client.Context;

/// <summary>Whether tools travel as items: as long as it is wanted and no model has refused it.</summary>
internal sealed class ToolItemCapability(bool isWanted)
{
    private volatile bool _asItems = isWanted;

    public bool AsItems => _asItems;

    public void Refuse() => _asItems = false;
}
