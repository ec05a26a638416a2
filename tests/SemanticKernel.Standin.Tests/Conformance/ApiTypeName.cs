namespace SemanticKernel.Standin.Tests.Conformance;

/// <summary>The name of a type as semantic-kernel-1.80-api.txt writes it: with its namespace, nested types after a full stop, generic
/// arguments in angle brackets, <c>ref</c> for every parameter by reference, and no trace of nullable reference types.</summary>
internal static class ApiTypeName
{
    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!) + "*";
        }

        return type.IsGenericParameter ? type.Name : Named(type, type.GetGenericArguments());
    }

    // A nested type repeats its parent's generic parameters before its own, hence the two slices.
    private static string Named(Type type, Type[] arguments)
    {
        int inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string outer = type.DeclaringType is { } parent ? Named(parent, arguments[..inherited]) + "."
            : string.IsNullOrEmpty(type.Namespace) ? ""
            : type.Namespace + ".";
        Type[] own = arguments[inherited..];
        return outer + type.Name.Split('`')[0] + (own.Length == 0 ? "" : $"<{string.Join(',', own.Select(Of))}>");
    }
}
