using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace ClinicalRl.Audit.Tests.Blobs;

/// <summary>Azure's storage emulator for the tests of one class, in memory, on a port it chooses. Installed when missing.</summary>
public sealed partial class Azurite : IAsyncLifetime
{
    // The emulator's published account.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private Process? process;

    /// <summary>A client of it.</summary>
    public BlobServiceClient Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var program = await InstallAsync();
        process = Start(program, "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--blobHost", "127.0.0.1", "--blobPort", "0");
        using var limit = new CancellationTokenSource(StartLimit);
        var said = "";
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            said += line + "\n";
            if (Listening().Match(line) is { Success: true } match)
            {
                Service = new BlobServiceClient(new Uri($"http://127.0.0.1:{match.Groups["port"].Value}/{Account}"), new StorageSharedKeyCredential(Account, AccountKey));
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);   // it writes a line a request
                return;
            }
        }

        throw new InvalidOperationException("Azurite did not start: " + said + await process.StandardError.ReadToEndAsync(limit.Token));
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
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
