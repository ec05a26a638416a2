using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace SemanticKernel.Standin.Tests.Behaviour;

public sealed class KernelTests
{
    [Fact]
    public void A_bare_kernel_is_empty()
    {
        var kernel = new Kernel();

        kernel.Plugins.Should().BeEmpty();
        kernel.Data.Should().BeEmpty();
        kernel.AutoFunctionInvocationFilters.Should().BeEmpty();
        kernel.GetAllServices<Place>().Should().BeEmpty();
        kernel.Services.GetService(typeof(Place)).Should().BeNull();
        kernel.Culture.Should().Be(CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_missing_service_is_a_kernel_exception()
    {
        var kernel = Build(_ => { });

        kernel.Invoking(k => k.GetRequiredService<Place>()).Should().Throw<KernelException>()
            .WithMessage("Service of type '*Place' not registered.");
        kernel.Invoking(k => k.GetRequiredService<Place>("k")).Should().Throw<KernelException>()
            .WithMessage("Service of type '*Place' and key 'k' not registered.");
    }

    [Fact]
    public void Services_are_found_by_key()
    {
        var (plain, keyed) = (new Place("plain", 1), new Place("keyed", 2));
        var kernel = Build(services => services.AddKeyedSingleton("k", keyed).AddSingleton(plain));

        kernel.GetRequiredService<Place>().Should().BeSameAs(plain);
        kernel.GetRequiredService<Place>("k").Should().BeSameAs(keyed);
    }

    [Fact]
    public void Without_a_key_the_last_keyed_service_will_do()
    {
        var (first, last) = (new Place("first", 1), new Place("last", 2));
        var kernel = Build(services => services.AddKeyedSingleton("a", first).AddKeyedSingleton("b", last));

        kernel.GetRequiredService<Place>().Should().BeSameAs(last);
    }

    [Fact]
    public void All_services_are_those_with_and_without_key()
    {
        var places = Enumerable.Range(0, 3).Select(i => new Place("p", i)).ToArray();
        var kernel = Build(services => services
            .AddSingleton(places[0]).AddKeyedSingleton("a", places[1]).AddKeyedSingleton("b", places[2]));

        kernel.GetAllServices<Place>().Should().BeEquivalentTo(places);
    }

    [Fact]
    public void A_foreign_provider_lists_services_without_key_only()
    {
        var plain = new Place("plain", 1);
        var provider = new ServiceCollection().AddSingleton(plain).AddKeyedSingleton("k", new Place("keyed", 2)).BuildServiceProvider();

        new Kernel(provider).GetAllServices<Place>().Should().Equal(plain);
    }

    [Fact]
    public void Build_may_be_called_again_for_another_kernel()
    {
        var builder = Kernel.CreateBuilder();
        builder.Plugins.AddFromFunctions("P", [Sample.Function("F")]);

        var (first, second) = (builder.Build(), builder.Build());

        first.Should().NotBeSameAs(second);
        first.Plugins.Clear();
        second.Plugins["P"]["F"].Name.Should().Be("F");
    }

    [Fact]
    public void Plugins_and_filters_of_the_container_reach_the_kernel()
    {
        var builder = Kernel.CreateBuilder();
        builder.Plugins.AddFromType<WeatherPlugin>().AddFromObject(new WeatherPlugin(), "Other").Add(Sample.Plugin("Third", "F"));
        builder.Services.AddSingleton<IAutoFunctionInvocationFilter, PassingFilter>();

        var kernel = builder.Build();

        kernel.Plugins.Select(plugin => plugin.Name).Should().BeEquivalentTo("WeatherPlugin", "Other", "Third");
        kernel.AutoFunctionInvocationFilters.Should().ContainSingle().Which.Should().BeOfType<PassingFilter>();
    }

    [Fact]
    public void AddKernel_registers_a_kernel_per_resolution()
    {
        var services = new ServiceCollection();
        services.AddKernel().Plugins.AddFromFunctions("P", [Sample.Function("F")]);
        var provider = services.BuildServiceProvider();

        var (first, second) = (provider.GetRequiredService<Kernel>(), provider.GetRequiredService<Kernel>());
        first.Plugins.Clear();

        first.Should().NotBeSameAs(second);
        second.Plugins.Should().ContainSingle().Which.Name.Should().Be("P");
    }

    [Fact]
    public void A_builder_of_AddKernel_cannot_build()
        => new ServiceCollection().AddKernel().Invoking(builder => builder.Build()).Should().Throw<InvalidOperationException>();

    [Fact]
    public void A_clone_shares_services_and_copies_the_rest()
    {
        var kernel = Build(services => services.AddSingleton(new Place("p", 1)));
        kernel.Culture = Sample.CommaCulture();
        kernel.Data["k"] = 1;
        kernel.Plugins.Add(Sample.Plugin("P", "F"));
        kernel.AutoFunctionInvocationFilters.Add(new PassingFilter());

        var clone = kernel.Clone();
        kernel.Data.Clear();
        kernel.Plugins.Clear();
        kernel.AutoFunctionInvocationFilters.Clear();

        clone.Services.Should().BeSameAs(kernel.Services);
        clone.Culture.Should().BeSameAs(kernel.Culture);
        clone.Data["k"].Should().Be(1);
        clone.Plugins.Should().ContainSingle();
        clone.AutoFunctionInvocationFilters.Should().ContainSingle();
    }

    [Fact]
    public void Culture_null_means_invariant()
        => new Kernel { Culture = null }.Culture.Should().Be(CultureInfo.InvariantCulture);

    [Fact]
    public async Task Functions_are_invoked_by_name()
    {
        var kernel = new Kernel();
        kernel.Plugins.Add(Sample.Plugin("P", "F"));

        (await kernel.InvokeAsync<string>("p", "f")).Should().Be("F");
        (await kernel.InvokeAsync<string>(null, "f")).Should().Be("F");
        await kernel.Invoking(k => k.InvokeAsync("P", "missing")).Should().ThrowAsync<KeyNotFoundException>();
    }

    private static Kernel Build(Action<IServiceCollection> register)
    {
        var builder = Kernel.CreateBuilder();
        register(builder.Services);
        return builder.Build();
    }

    private sealed class PassingFilter : IAutoFunctionInvocationFilter
    {
        public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
            => next(context);
    }
}
