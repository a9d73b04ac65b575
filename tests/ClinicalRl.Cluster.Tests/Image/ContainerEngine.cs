using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ClinicalRl.Cluster.Tests.Image;

/// <summary>
/// The image of the real Dockerfile and an engine that runs it. Its base images are not Microsoft's, for no registry is asked: they are Debian's C library and OpenSSL with this machine's
/// own .NET (tests/install-podman). What is not tested here is therefore Microsoft's images themselves, published ports (containers share the machine's network), and Docker.
/// </summary>
internal sealed class ContainerEngine
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(9);

    private readonly string program;

    private ContainerEngine(string program, string image) => (this.program, Image) = (program, image);

    public string Image { get; }

    /// <summary>Builds the image if it is not there.</summary>
    public static async Task<ContainerEngine> PrepareAsync()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("CLINICALRL_NO_IMAGE") is { Length: > 0 }, "CLINICALRL_NO_IMAGE is set.");
        var (code, output, said) = await RunAsync(Path.Combine(TestsFolder(), "build-image"), BuildLimit);
        Assert.True(code == 0, said);
        var words = output.Trim().Split(' ');
        return new ContainerEngine(words[0], words[1]);
    }

    /// <summary>What the engine knows of the image.</summary>
    public async Task<JsonElement> InspectAsync() => JsonElement.Parse(await DoAsync("image", "inspect", Image))[0];

    /// <summary>Does one thing that must succeed; what it printed.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var (code, output, said) = await TryAsync(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {said}");
        return output.Trim();
    }

    /// <summary>Does one thing: its exit code, what it printed and what it said.</summary>
    public Task<(int Code, string Output, string Said)> TryAsync(params string[] arguments) => RunAsync(program, TimeSpan.FromMinutes(2), arguments);

    private static async Task<(int Code, string Output, string Said)> RunAsync(string program, TimeSpan limit, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var until = new CancellationTokenSource(limit);
        var (output, said) = (process.StandardOutput.ReadToEndAsync(until.Token), process.StandardError.ReadToEndAsync(until.Token));
        await process.WaitForExitAsync(until.Token);
        return (process.ExitCode, await output, await said);
    }

    private static string TestsFolder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
