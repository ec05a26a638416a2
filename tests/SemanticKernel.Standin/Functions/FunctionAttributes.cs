namespace Microsoft.SemanticKernel;

[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public sealed class KernelFunctionAttribute : Attribute
{
    public KernelFunctionAttribute()
    {
    }

    public KernelFunctionAttribute(string? name) => Name = name;

    public string? Name { get; }
}

[AttributeUsage(AttributeTargets.Parameter, AllowMultiple = false)]
public sealed class FromKernelServicesAttribute : Attribute
{
    public FromKernelServicesAttribute()
    {
    }

    public FromKernelServicesAttribute(object? serviceKey) => ServiceKey = serviceKey;

    public object? ServiceKey { get; }
}
