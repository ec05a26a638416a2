using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

/// <summary>Finds the value of one method parameter: in the call's surroundings or among its arguments.</summary>
internal sealed class ParameterBinder
{
    private readonly ParameterInfo _parameter;
    private readonly Func<MethodCall, object?> _bind;

    private ParameterBinder(ParameterInfo parameter)
    {
        _parameter = parameter;
        _bind = FromServices() ?? FromSurroundings(parameter.ParameterType) ?? FromArguments();
    }

    /// <summary>What is advertised of the parameter; null when the model never sees it.</summary>
    public KernelParameterMetadata? Metadata { get; private set; }

    public static ParameterBinder Create(ParameterInfo parameter)
    {
        if (parameter.ParameterType.IsByRef || parameter.ParameterType.IsPointer || parameter.ParameterType.ContainsGenericParameters)
        {
            throw new ArgumentException($"Parameter '{parameter.Name}' has a type that cannot be bound.", nameof(parameter));
        }

        return new ParameterBinder(parameter);
    }

    public object? Bind(MethodCall call) => _bind(call);

    private static Func<MethodCall, object?>? FromSurroundings(Type type)
    {
        if (type == typeof(KernelFunction))
        {
            return static call => call.Function;
        }

        if (type == typeof(Kernel))
        {
            return static call => call.Kernel;
        }

        if (type == typeof(KernelArguments))
        {
            return static call => call.Arguments;
        }

        if (type == typeof(ILoggerFactory))
        {
            return static call => call.Kernel.LoggerFactory;
        }

        if (type == typeof(ILogger))
        {
            return static call => call.Kernel.LoggerFactory.CreateLogger(call.Function.Name);
        }

        if (type == typeof(IAIServiceSelector))
        {
            return static call => call.Kernel.ServiceSelector;
        }

        if (type == typeof(CultureInfo) || type == typeof(IFormatProvider))
        {
            return static call => call.Kernel.Culture;
        }

        return type == typeof(CancellationToken) ? static call => call.CancellationToken : null;
    }

    private Func<MethodCall, object?>? FromServices()
    {
        if (_parameter.GetCustomAttribute<FromKernelServicesAttribute>() is not { } attribute)
        {
            return null;
        }

        return call =>
        {
            var type = _parameter.ParameterType;
            var service = attribute.ServiceKey is null
                ? call.Kernel.Services.GetService(type)
                : (call.Kernel.Services as IKeyedServiceProvider)?.GetKeyedService(type, attribute.ServiceKey);
            if (service is not null)
            {
                return service;
            }

            return _parameter.HasDefaultValue
                ? _parameter.DefaultValue
                : throw new KernelException($"Missing service for function parameter '{_parameter.Name}'");
        };
    }

    private Func<MethodCall, object?> FromArguments()
    {
        var name = Names.Sanitize(_parameter.Name ?? string.Empty);
        var converter = new ValueConverter(name, _parameter.ParameterType);
        Metadata = new KernelParameterMetadata(name)
        {
            Description = _parameter.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description,
            DefaultValue = _parameter.HasDefaultValue ? _parameter.DefaultValue?.ToString() : null,
            IsRequired = !_parameter.IsOptional,
            ParameterType = _parameter.ParameterType,
        };
        return call =>
        {
            if (call.Arguments.TryGetValue(name, out var value))
            {
                return converter.Convert(value, call.Kernel.Culture);
            }

            return _parameter.HasDefaultValue
                ? _parameter.DefaultValue
                : throw new KernelException(
                    $"Missing argument for function parameter '{name}'",
                    new ArgumentException($"Missing argument for function parameter '{name}'", name));
        };
    }
}
