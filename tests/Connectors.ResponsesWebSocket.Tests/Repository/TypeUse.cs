using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>Which folder uses types of which, as the compiled assembly has it: a using proves nothing, and a type is used without one.</summary>
internal static class TypeUse
{
    /// <summary>Pairs of a type with a folder of its own and a type of another folder that it uses, in signatures, in code and as an attribute.</summary>
    public static IReadOnlyList<(string Folder, string Type, string UsedFolder, string UsedType)> Of(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        return
        [
            .. from type in module.GetTypes()
               from used in Used(type).SelectMany(Parts)
               where used.Scope == module
               let owner = Outermost(type)
               let target = Outermost(used)
               let folder = FolderOf(owner, assembly)
               let usedFolder = FolderOf(target, assembly)
               where folder is not null && usedFolder is not null && folder != usedFolder
               select (folder, owner.Name, usedFolder, target.Name),
        ];
    }

    private static IEnumerable<TypeReference> Used(TypeDefinition type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Array.Empty<TypeReference>(),
        .. type.Interfaces.Select(static used => used.InterfaceType),
        .. type.Fields.Select(static field => field.FieldType),
        .. Attributes(type),
        .. type.GenericParameters.SelectMany(static parameter => parameter.Constraints.Select(static constraint => constraint.ConstraintType)),
        .. type.Methods.SelectMany(Used),
    ];

    private static IEnumerable<TypeReference> Used(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(static parameter => parameter.ParameterType),
        .. Attributes(method),
        .. method.HasBody ? method.Body.Variables.Select(static variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(Used) : [],
    ];

    private static IEnumerable<TypeReference> Used(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(static parameter => parameter.ParameterType), .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(static parameter => parameter.ParameterType)],
        _ => [],
    };

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) => provider.CustomAttributes.Select(static attribute => attribute.AttributeType);

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification specification => Parts(specification.ElementType),
        GenericParameter => [],
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    // The root is the public surface: it uses everything and everybody uses it.
    private static string? FolderOf(TypeReference type, string assembly) =>
        type.Namespace.StartsWith(assembly + ".", StringComparison.Ordinal) ? type.Namespace[(assembly.Length + 1)..] : null;
}
