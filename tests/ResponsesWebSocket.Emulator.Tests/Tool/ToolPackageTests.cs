using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace ResponsesWebSocket.Emulator.Tests.Tool;

/// <summary>What a stranger gets: the packages, made from this build, in use with no other source of packages.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(2), TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("emulator-tool-").FullName;

    [Fact]
    public async Task The_tool_is_packed_installed_started_used_and_stopped()
    {
        await PackAsync("ResponsesWebSocket.Emulator.Tool");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "nuget.config"),
            """<configuration><packageSources><clear /><add key="here" value="." /></packageSources></configuration>""",
            _limit.Token);

        await DotnetAsync("tool", "install", "ResponsesWebSocket.Emulator.Tool", "--tool-path", Path.Combine(_folder, "bin"), "--configfile", "nuget.config");

        var start = new ProcessStartInfo(Path.Combine(_folder, "bin", "responses-emulator"), ["--api-key", "k-1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var tool = Process.Start(start)!;
        try
        {
            var ready = JsonDocument.Parse((await tool.StandardOutput.ReadLineAsync(_limit.Token))!).RootElement;
            (await AskAsync(new(ready.Text("webSocketUrl")!), "k-1")).OutputText().Should().Be("hello");

            using var kill = Process.Start("kill", ["-TERM", tool.Id.ToString(CultureInfo.InvariantCulture)]);
            (await tool.StandardOutput.ReadToEndAsync(_limit.Token)).Should().BeEmpty();
            await tool.WaitForExitAsync(_limit.Token);
            tool.ExitCode.Should().Be(0);
        }
        finally
        {
            if (!tool.HasExited)
            {
                tool.Kill();
            }
        }
    }

    [Fact]
    public async Task The_library_package_carries_what_a_test_project_compiles_against()
    {
        await PackAsync("ResponsesWebSocket.Emulator");

        await using var package = await System.IO.Compression.ZipFile.OpenReadAsync(
            Directory.GetFiles(_folder, "ResponsesWebSocket.Emulator.*.nupkg").Single(), _limit.Token);

        package.Entries.Select(static entry => entry.FullName).Should()
            .Contain(["lib/net10.0/ResponsesWebSocket.Emulator.dll", "lib/net10.0/ResponsesWebSocket.Emulator.xml", "README.md"]);
        using var nuspec = new StreamReader(await package.GetEntry("ResponsesWebSocket.Emulator.nuspec")!.OpenAsync(_limit.Token));
        (await nuspec.ReadToEndAsync(_limit.Token)).Should()
            .Contain("Microsoft.AspNetCore.App").And.Contain("MIT").And.NotContain("DotnetTool").And.NotContain("System.CommandLine");
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _limit.Dispose();
    }

    private Task PackAsync(string project) =>
        DotnetAsync("pack", "--no-build", "--configuration", Configuration, "--output", _folder, RepositoryFiles.FullPath($"src/{project}"));

    private Task DotnetAsync(params string[] arguments) => DotnetCommand.RunAsync(_folder, arguments, _limit.Token);

    private async Task<JsonElement> AskAsync(Uri address, string key)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await socket.ConnectAsync(address, _limit.Token);
        var create = Encoding.UTF8.GetBytes("""{"type":"response.create","model":"gpt-6-astra","input":"say hello"}""");
        await socket.SendAsync(create, WebSocketMessageType.Text, endOfMessage: true, _limit.Token);
        var message = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(message, _limit.Token);
            received.EndOfMessage.Should().BeTrue();
            var frame = JsonDocument.Parse(message.AsMemory(0, received.Count)).RootElement;
            if (frame.Type() == "response.completed")
            {
                return frame;
            }
        }
    }
}
