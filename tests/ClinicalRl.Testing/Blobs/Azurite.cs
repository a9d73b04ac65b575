using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace ClinicalRl.Testing.Blobs;

/// <summary>Azure's storage emulator, in memory, on a port it chooses. Installed when missing; ends when disposed of.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    // The emulator's published account.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private Azurite(Process process, string port)
    {
        this.process = process;
        var address = $"http://127.0.0.1:{port}/{Account}";
        Service = new BlobServiceClient(new Uri(address), new StorageSharedKeyCredential(Account, AccountKey));
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};BlobEndpoint={address};";
    }

    /// <summary>A client of it.</summary>
    public BlobServiceClient Service { get; }

    /// <summary>What a service needs to know of it.</summary>
    public string ConnectionString { get; }

    /// <summary>A new container.</summary>
    public async Task<BlobContainerClient> CreateContainerAsync()
    {
        var container = Service.GetBlobContainerClient("c" + Guid.NewGuid().ToString("N"));
        await container.CreateAsync();
        return container;
    }

    /// <summary>Starts one.</summary>
    public static async Task<Azurite> StartAsync()
    {
        var program = await InstallAsync();
        var emulator = Start(program, "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--blobHost", "127.0.0.1", "--blobPort", "0");
        using var limit = new CancellationTokenSource(StartLimit);
        var said = "";
        while (await emulator.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            said += line + "\n";
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = emulator.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);   // it writes a line a request
                return new Azurite(emulator, match.Groups["port"].Value);
            }
        }

        throw new InvalidOperationException("Azurite did not start: " + said + await emulator.StandardError.ReadToEndAsync(limit.Token));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        using var limit = new CancellationTokenSource(StartLimit);
        await process.WaitForExitAsync(limit.Token);
        process.Dispose();
    }

    private static async Task<string> InstallAsync()
    {
        using var install = Start(Path.Combine(TestsFolder(), "install-azurite"));
        using var limit = new CancellationTokenSource(InstallLimit);
        var program = await install.StandardOutput.ReadToEndAsync(limit.Token);
        var problem = await install.StandardError.ReadToEndAsync(limit.Token);
        await install.WaitForExitAsync(limit.Token);
        return install.ExitCode == 0 ? program.Trim() : throw new InvalidOperationException("tests/install-azurite failed: " + problem);
    }

    private static Process Start(string program, params IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static string TestsFolder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex(@"listens on https?://127\.0\.0\.1:(?<port>\d+)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
