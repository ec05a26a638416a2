using Microsoft.Extensions.DependencyInjection;

namespace Connectors.ResponsesWebSocket.Tests.Scenarios;

/// <summary>Of several services a prompt reaches the one that its settings name.</summary>
public sealed class SelectionTests
{
    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    [Trait("Contract", "K1")]
    public async Task The_key_of_the_settings_selects_the_service_and_its_settings(string serviceId)
    {
        var create = await AskedAsync(new KernelArguments
        {
            ExecutionSettings = new Dictionary<string, PromptExecutionSettings>
            {
                ["unknown"] = new ResponsesWebSocketPromptExecutionSettings { MaxTokens = 100 },
                [serviceId] = new ResponsesWebSocketPromptExecutionSettings { MaxTokens = 200 },
            },
        });

        create.Text("model").Should().Be($"model-{serviceId}");
        create.At("max_output_tokens").GetInt32().Should().Be(200);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    [Trait("Contract", "K1")]
    public async Task The_service_id_of_the_settings_selects_the_service(string serviceId)
    {
        var create = await AskedAsync(new KernelArguments([new ResponsesWebSocketPromptExecutionSettings { ServiceId = serviceId }]));

        create.Text("model").Should().Be($"model-{serviceId}");
    }

    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    [Trait("Contract", "K1")]
    public async Task The_model_of_the_settings_selects_the_service(string serviceId)
    {
        var create = await AskedAsync(new KernelArguments(new PromptExecutionSettings { ModelId = $"model-{serviceId}" }));

        create.Text("model").Should().Be($"model-{serviceId}");
    }

    private static async Task<JsonElement> AskedAsync(KernelArguments arguments)
    {
        using var limit = TestTimeout.Start();
        await using var emulator = await ResponsesEmulator.StartAsync(new EmulatorOptions { Model = Answers.Script(Answers.Text("ok")) });
        var builder = Kernel.CreateBuilder();
        builder.AddResponsesWebSocketChatCompletion("model-small", emulator.Endpoint, emulator.ApiKey, serviceId: "small");
        builder.AddResponsesWebSocketChatCompletion("model-large", emulator.Endpoint, emulator.ApiKey, serviceId: "large");
        var kernel = builder.Build();
        await using var provider = kernel.Services as ServiceProvider;

        (await kernel.InvokePromptAsync("Say ok.", arguments, cancellationToken: limit.Token)).ToString().Should().Be("ok");

        return emulator.Journal.Frames.Single(static frame => frame.FromClient && frame.Type == "response.create").Json!.Value;
    }
}
