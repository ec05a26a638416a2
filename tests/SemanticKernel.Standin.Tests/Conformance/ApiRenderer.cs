using System.Reflection;

namespace SemanticKernel.Standin.Tests.Conformance;

/// <summary>Writes an assembly's public surface in the format of semantic-kernel-1.80-api.txt: one line for each visible type and for each
/// visible member that the type declares itself. Operators, accessors and explicit interface implementations have no line.</summary>
internal static class ApiRenderer
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Render(Assembly assembly) =>
        [.. assembly.GetTypes().Where(IsVisible).SelectMany(Render).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Render(Type type)
    {
        string name = ApiTypeName.Of(type);
        string prefix = $"M {name} :: ";
        IEnumerable<string> members = Signatures(type).Select(signature => prefix + signature);
        return [.. members.Append($"T {name} {KindOf(type)}").Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Signatures(Type type) =>
    [
        .. type.GetConstructors(Declared).Where(IsVisible).Select(constructor => $"new({Parameters(constructor)})"),
        .. type.GetMethods(Declared).Where(method => IsVisible(method) && !method.IsSpecialName).Select(Render),
        .. type.GetProperties(Declared).Where(property => Accessors(property).Any()).Select(Render),
        .. type.GetEvents(Declared).Where(@event => IsVisible(@event.AddMethod)).Select(Render),
        .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(Render),
    ];

    private static string KindOf(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static",
        { IsAbstract: true } => "abstract",
        { IsSealed: true } => "sealed",
        _ => "class",
    };

    private static string Render(MethodInfo method)
    {
        string generics = method.IsGenericMethod ? $"<{string.Join(',', method.GetGenericArguments().Select(ApiTypeName.Of))}>" : "";
        return $"{Static(method.IsStatic)}{ApiTypeName.Of(method.ReturnType)} {method.Name}{generics}({Parameters(method)})";
    }

    private static string Render(PropertyInfo property)
    {
        (string Word, MethodInfo Method)[] accessors = [.. Accessors(property)];
        string index = string.Join(',', property.GetIndexParameters().Select(parameter => ApiTypeName.Of(parameter.ParameterType)));
        string words = string.Concat(accessors.Select(accessor => accessor.Word + ";"));
        return $"{Static(accessors[0].Method.IsStatic)}{ApiTypeName.Of(property.PropertyType)} {property.Name}[{index}] {{{words}}}";
    }

    private static string Render(EventInfo @event) =>
        $"{Static(@event.AddMethod!.IsStatic)}event {ApiTypeName.Of(@event.EventHandlerType!)} {@event.Name}";

    private static string Render(FieldInfo field) => $"{Static(field.IsStatic)}field {ApiTypeName.Of(field.FieldType)} {field.Name}";

    private static IEnumerable<(string Word, MethodInfo Method)> Accessors(PropertyInfo property)
    {
        if (IsVisible(property.GetMethod))
        {
            yield return ("get", property.GetMethod!);
        }

        if (IsVisible(property.SetMethod))
        {
            yield return (IsInit(property.SetMethod!) ? "init" : "set", property.SetMethod!);
        }
    }

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers()
        .Any(modifier => modifier.FullName == "System.Runtime.CompilerServices.IsExternalInit");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{ApiTypeName.Of(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? "?" : "")}"));

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static bool IsVisible(MethodBase? method) =>
        method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static bool IsVisible(Type type) => type.IsNested
        ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
        : type.IsPublic;
}
