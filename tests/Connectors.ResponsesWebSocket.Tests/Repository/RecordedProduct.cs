using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Connectors.ResponsesWebSocket.Tests.Repository;

/// <summary>The product's assemblies once more, in which every method tells <see cref="Recording"/> that it is entered, and with what.</summary>
internal sealed class RecordedProduct : AssemblyLoadContext
{
    private static readonly string[] Ours = ["Connectors.ResponsesWebSocket", "ResponsesWebSocket.Client"];

    private readonly Dictionary<string, Assembly> _assemblies = [];

    public RecordedProduct()
    {
        // The client first: the connector is built on it.
        foreach (var name in Ours.Reverse())
        {
            using var written = new MemoryStream();
            using (var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, name + ".dll")))
            {
                foreach (var method in module.GetTypes().SelectMany(static type => type.Methods).Where(static method => method.HasBody).ToList())
                {
                    Instrument(module, method);
                }

                module.Write(written);
            }

            written.Position = 0;
            _assemblies[name] = LoadFromStream(written);
        }
    }

    /// <summary>A chat completion service of the recorded connector.</summary>
    public IChatCompletionService Service(ResponsesEmulator emulator) => (IChatCompletionService)Activator.CreateInstance(
        _assemblies[Ours[0]].GetType(typeof(ResponsesWebSocketChatCompletionService).FullName!, throwOnError: true)!, Harness.Model, emulator.Endpoint, emulator.ApiKey, null, null, null)!;

    protected override Assembly? Load(AssemblyName assemblyName) => _assemblies.GetValueOrDefault(assemblyName.Name!);

    private static void Instrument(ModuleDefinition module, MethodDefinition method)
    {
        method.Body.SimplifyMacros();
        if (IsStateMachine(method.DeclaringType) && method.Name == "MoveNext")
        {
            Prepend(method, [Instruction.Create(OpCodes.Ldstr, method.DeclaringType.FullName), Call(module, nameof(Recording.Move))]);
        }
        else if (!IsGenerated(method) && !IsGenerated(method.DeclaringType) && !method.IsConstructor && !method.IsSpecialName)
        {
            Prepend(method, [.. Entering(module, method)]);
        }

        foreach (var call in method.Body.Instructions.Where(WritesToChannel).ToList())
        {
            method.Body.GetILProcessor().InsertAfter(call, Call(module, nameof(Recording.Move)));
            method.Body.GetILProcessor().InsertAfter(call, Instruction.Create(OpCodes.Ldstr, $"channel of {method.DeclaringType.Name}"));
        }

        method.Body.OptimizeMacros();
    }

    private static IEnumerable<Instruction> Entering(ModuleDefinition module, MethodDefinition method)
    {
        var arguments = method.Parameters.Where(static parameter => !parameter.ParameterType.IsByReference && !IsSpan(parameter.ParameterType)).ToList();
        yield return Instruction.Create(OpCodes.Ldstr, $"{method.DeclaringType.Name}.{method.Name}");
        yield return Instruction.Create(OpCodes.Ldc_I4, arguments.Count);
        yield return Instruction.Create(OpCodes.Newarr, module.TypeSystem.Object);
        for (var i = 0; i < arguments.Count; i++)
        {
            yield return Instruction.Create(OpCodes.Dup);
            yield return Instruction.Create(OpCodes.Ldc_I4, i);
            yield return Instruction.Create(OpCodes.Ldarg, arguments[i]);
            yield return Instruction.Create(OpCodes.Box, arguments[i].ParameterType);
            yield return Instruction.Create(OpCodes.Stelem_Ref);
        }

        yield return Call(module, nameof(Recording.Enter));
    }

    private static void Prepend(MethodDefinition method, IReadOnlyList<Instruction> instructions)
    {
        for (var i = 0; i < instructions.Count; i++)
        {
            method.Body.Instructions.Insert(i, instructions[i]);
        }
    }

    private static Instruction Call(ModuleDefinition module, string name) =>
        Instruction.Create(OpCodes.Call, module.ImportReference(typeof(Recording).GetMethod(name)));

    private static bool WritesToChannel(Instruction instruction) =>
        instruction.Operand is MethodReference { Name: "TryWrite" or "WriteAsync" } method && method.DeclaringType.Namespace == "System.Threading.Channels";

    private static bool IsStateMachine(TypeDefinition type) => type.Interfaces.Any(static one => one.InterfaceType.FullName == typeof(IAsyncStateMachine).FullName);

    private static bool IsGenerated(Mono.Cecil.ICustomAttributeProvider member) =>
        member.CustomAttributes.Any(static attribute => attribute.AttributeType.FullName == typeof(CompilerGeneratedAttribute).FullName);

    private static bool IsSpan(TypeReference type) => type.GetElementType().FullName is "System.Span`1" or "System.ReadOnlySpan`1" || (type.Resolve() is { } definition && IsByRefLike(definition));

    private static bool IsByRefLike(TypeDefinition type) => type.CustomAttributes.Any(static attribute => attribute.AttributeType.Name == nameof(IsByRefLikeAttribute));
}
