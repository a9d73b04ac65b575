using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;
using ClinicalRl.Cli.Tests.Verification;
using ClinicalRl.Service.Hosting;

namespace ClinicalRl.Cli.Tests.LogKeys;

public sealed class LogKeyCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-test-").FullName;

    private string KeyFile => Path.Combine(folder, "keys", "run-logs.pem");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Rotate_ReplacesTheKey_AndKeepsThePublicHalfOfTheOld()
    {
        var old = PlaceKey();
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("key", "rotate", "--data", folder, "--json"));
        Assert.True(LogKeySet.TryParse(run.Output, out var keys, out var problem), problem);
        using var now = LogSigningKey.FromPem(await File.ReadAllTextAsync(KeyFile));
        Assert.Equal([now.PublicKey, old], keys.Keys.Select(key => key.PublicKey));
        Assert.NotEqual(old, now.PublicKey);
        Assert.Equal([false, true], keys.Keys.Select(key => key.Retired is not null));
        Assert.Equal(run.Output, await File.ReadAllTextAsync(Path.Combine(folder, "keys", "run-logs.jwks.json")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));

        // Whoever gives verify the published keys trusts both.
        var log = Path.Combine(folder, "a.jsonl");
        await File.WriteAllBytesAsync(log, SealedLog.Write(now, 1));
        using var verify = new CliRun();
        Assert.Equal(ExitCodes.Success, await verify.RunAsync("verify", log, "--key", Path.Combine(folder, "keys", "run-logs.jwks.json")));
        Assert.Contains("trusted key", verify.Console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_IsRefused_WhileAServiceRuns_OrWithoutAKey()
    {
        using var without = new CliRun();
        Assert.Equal(ExitCodes.Refused, await without.RunAsync("key", "rotate", "--data", folder));
        Assert.Contains("run-logs.pem is missing", without.Errors, StringComparison.Ordinal);
        using var nowhere = new CliRun();
        Assert.Equal(ExitCodes.Refused, await nowhere.RunAsync("key", "rotate", "--data", Path.Combine(folder, "none")));
        PlaceKey();
        var before = await File.ReadAllTextAsync(KeyFile);
        using (DataFolder.Claim(folder))
        {
            using var run = new CliRun();
            Assert.Equal(ExitCodes.Refused, await run.RunAsync("key", "rotate", "--data", folder));
            Assert.Contains("another service", run.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllTextAsync(KeyFile));
    }

    private LogPublicKey PlaceKey()
    {
        using var key = SealedLog.NewKey();
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, key.ToPem());
        return key.PublicKey;
    }
}
