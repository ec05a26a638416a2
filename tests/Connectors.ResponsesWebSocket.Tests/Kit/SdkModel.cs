using System.ClientModel.Primitives;

namespace Connectors.ResponsesWebSocket.Tests.Kit;

/// <summary>A model of the SDK. Its own properties are no JSON form of it, as the SDK's are not.</summary>
internal sealed class SdkModel(string json) : IPersistableModel<SdkModel>
{
    public Type Shape => throw new InvalidOperationException("Serializing this property means not having asked the model.");

    public BinaryData Write(ModelReaderWriterOptions options) => options.Format is "W" or "J" ? BinaryData.FromString(json) : throw new NotSupportedException();

    public SdkModel Create(BinaryData data, ModelReaderWriterOptions options) => this;

    public string GetFormatFromOptions(ModelReaderWriterOptions options) => "J";
}

/// <summary>An extensible enum of the SDK.</summary>
internal readonly struct SdkLevel(string level)
{
    private readonly string _level = level;

    public override string ToString() => _level;
}
