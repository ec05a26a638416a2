using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class SpecialParameterTests
{
    [Fact]
    public async Task Surroundings_of_the_call_are_passed_and_not_advertised()
    {
        var kernel = new Kernel { Culture = Sample.CommaCulture() };
        using var cancellation = new CancellationTokenSource();
        var arguments = new KernelArguments { ["x"] = "1" };
        List<object?> seen = [];
        var function = KernelFunctionFactory.CreateFromMethod(
            (Kernel k, KernelFunction f, KernelArguments a, CultureInfo c, IFormatProvider p, IAIServiceSelector s, CancellationToken t,
                int x)
                => seen.AddRange([k, f, a, c, p, s, t, x]),
            "F");

        await function.InvokeAsync(kernel, arguments, cancellation.Token);

        seen.Should().Equal(kernel, function, arguments, kernel.Culture, kernel.Culture, kernel.ServiceSelector, cancellation.Token, 1);
        function.Metadata.Parameters.Should().ContainSingle().Which.Name.Should().Be("x");
    }

    [Fact]
    public async Task Loggers_come_from_the_kernel()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        var kernel = builder.Build();
        ILogger? logger = null;
        ILoggerFactory? factory = null;
        var function = KernelFunctionFactory.CreateFromMethod((ILogger l, ILoggerFactory f) => { logger = l; factory = f; }, "F");

        await function.InvokeAsync(kernel);

        factory.Should().BeSameAs(NullLoggerFactory.Instance);
        logger.Should().NotBeNull();
        function.Metadata.Parameters.Should().BeEmpty();
    }

    [Fact]
    public async Task Services_are_injected_by_type_and_by_key()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(new Place("plain", 1));
        builder.Services.AddKeyedSingleton("k", new Place("keyed", 2));
        var function = KernelFunctionFactory.CreateFromMethod(
            ([FromKernelServices] Place plain, [FromKernelServices("k")] Place keyed) => plain.City + keyed.City, "F");

        (await function.InvokeAsync<string>(builder.Build())).Should().Be("plainkeyed");
        function.Metadata.Parameters.Should().BeEmpty();
    }

    [Fact]
    public async Task A_missing_service_is_an_error_unless_it_is_optional()
    {
        var needs = KernelFunctionFactory.CreateFromMethod(([FromKernelServices] Place place) => place.City, "F");
        var copes = KernelFunctionFactory.CreateFromMethod(([FromKernelServices] Place? place = null) => place is null, "F");

        await needs.Invoking(f => f.InvokeAsync(new Kernel())).Should().ThrowAsync<KernelException>();
        (await copes.InvokeAsync<bool>(new Kernel())).Should().BeTrue();
    }
}
