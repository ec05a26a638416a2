// The names count: values of OpenAI's SDK are known by an interface of this name, which no project here references.
namespace System.ClientModel.Primitives;

/// <summary>As in OpenAI's SDK: a model that writes the JSON that it stands for.</summary>
internal interface IPersistableModel<out T>
{
    WrittenModel Write(ModelReaderWriterOptions options);

    T Create();
}

internal sealed class ModelReaderWriterOptions(string format)
{
    public string Format { get; } = format;
}

/// <summary>Bytes that show themselves as text, like BinaryData.</summary>
internal sealed class WrittenModel(string json)
{
    public override string ToString() => json;
}
