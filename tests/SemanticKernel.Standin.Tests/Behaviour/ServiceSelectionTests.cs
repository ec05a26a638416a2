using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class ServiceSelectionTests
{
    private readonly EchoService _alpha = new("model-a");
    private readonly EchoService _beta = new("model-b");
    private readonly Kernel _kernel;

    public ServiceSelectionTests()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddKeyedSingleton<IChatCompletionService>("a", _alpha).AddKeyedSingleton<IChatCompletionService>("b", _beta);
        _kernel = builder.Build();
    }

    [Fact]
    public void Without_settings_the_last_service_is_taken()
    {
        Select(new KernelArguments(), out var service, out var settings).Should().BeTrue();

        service.Should().BeSameAs(_beta);
        settings.Should().BeNull();
    }

    [Fact]
    public void A_service_id_comes_before_a_model_id()
    {
        var byModel = new PromptExecutionSettings { ModelId = "model-b" };
        var byKey = new PromptExecutionSettings { ServiceId = "a" };

        Select(new KernelArguments([byModel, byKey]), out var service, out var settings).Should().BeTrue();

        service.Should().BeSameAs(_alpha);
        settings.Should().BeSameAs(byKey);
    }

    [Fact]
    public void A_model_id_comes_before_the_last_service()
    {
        var settings = new PromptExecutionSettings { ModelId = "model-a" };

        Select(new KernelArguments(settings), out var service, out var selected).Should().BeTrue();

        service.Should().BeSameAs(_alpha);
        selected.Should().BeSameAs(settings);
    }

    [Fact]
    public void Default_settings_go_with_the_last_service()
    {
        var settings = new PromptExecutionSettings { ModelId = "unknown" };

        Select(new KernelArguments(settings), out var service, out var selected).Should().BeTrue();

        service.Should().BeSameAs(_beta);
        selected.Should().BeSameAs(settings);
    }

    [Fact]
    public void Settings_for_an_unknown_service_select_nothing()
        => Select(new KernelArguments(new PromptExecutionSettings { ServiceId = "c" }), out _, out _).Should().BeFalse();

    private bool Select(KernelArguments arguments, out IChatCompletionService? service, out PromptExecutionSettings? settings)
        => _kernel.ServiceSelector.TrySelectAIService(_kernel, Sample.Function(), arguments, out service, out settings);
}
