using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;
using ClinicalRl.Testing.Ledger;

namespace ClinicalRl.Cli.Tests.Verification;

public sealed class VerifyLedgerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-test-").FullName;
    private readonly RecordedLedger ledger = new RecordedLedger().Add(12);

    private string Keys => Path.Combine(folder, "jwks.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AFolder_IsVerifiedCheckByCheck()
    {
        Save(12, 5);
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("verify", folder, "--key", Trusted(), "--json"));
        var log = run.Json.GetProperty("logs")[3];
        Assert.Equal(
            ["chain passed", "seal passed", "signature passed", "replay passed", "ledger passed"],
            log.GetProperty("checks").EnumerateArray().Select(check => $"{check.GetProperty("check").GetString()} {check.GetProperty("verdict").GetString()}"));
        var report = run.Json.GetProperty("ledgers")[0].GetProperty("report");
        Assert.Equal(12, report.GetProperty("treeSize").GetInt32());
        Assert.All(report.GetProperty("checks").EnumerateArray(), check => Assert.Equal("passed", check.GetProperty("verdict").GetString()));
        using var shown = new CliRun();
        Assert.Equal(ExitCodes.Success, await shown.RunAsync("verify", folder));
        Assert.Contains("12 of 12 entries are here", shown.Console.Output, StringComparison.Ordinal);
        Assert.Contains("taken on trust from the folder", shown.Console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADroppedLog_AnOldCheckpoint_AndASwappedSignature_AreNamed()
    {
        Save(12, 5);
        File.Delete(Path.Combine(folder, "ep_004.jsonl"));
        Assert.Contains("missing-log", await FindingsAsync(), StringComparison.Ordinal);
        Save(12, 5);
        File.Copy(Path.Combine(folder, "checkpoint-5.jws"), Path.Combine(folder, "checkpoint.jws"), overwrite: true);
        Assert.Contains("other-size", await FindingsAsync(), StringComparison.Ordinal);
        Save(12, 5);
        File.Copy(Path.Combine(folder, "ep_004.proof.json"), Path.Combine(folder, "ep_005.proof.json"), overwrite: true);
        Assert.Contains("ep_005.proof.json other-log", await FindingsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKeptCheckpoint_TellsAnOldFolder()
    {
        Save(6);
        var kept = Path.Combine(folder, "kept.jws");
        await File.WriteAllBytesAsync(kept, ledger.Checkpoint(12));
        Assert.Contains("rollback", await FindingsAsync("--checkpoint", kept), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(kept, ledger.Checkpoint(3));
        Assert.Equal("", await FindingsAsync("--checkpoint", kept));
    }

    [Fact]
    public async Task OneLog_IsVerifiedByTheProofBesideIt()
    {
        Save(12);
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("verify", Path.Combine(folder, "ep_007.jsonl"), "--key", Trusted(), "--json"));
        Assert.Equal("entry 7 of 12", run.Json.GetProperty("logs")[0].GetProperty("checks")[4].GetProperty("detail").GetString());
        File.Move(Path.Combine(folder, "checkpoint.jws"), Path.Combine(folder, "mine.jws"));
        using var given = new CliRun();
        Assert.Equal(ExitCodes.Success, await given.RunAsync("verify", Path.Combine(folder, "ep_007.jsonl"), "--checkpoint", Path.Combine(folder, "mine.jws"), "--json"));
        File.Delete(Path.Combine(folder, "ep_007.proof.json"));
        using var without = new CliRun();
        Assert.Equal(ExitCodes.Failure, await without.RunAsync("verify", Path.Combine(folder, "ep_007.jsonl"), "--checkpoint", Path.Combine(folder, "mine.jws"), "--json"));
    }

    [Fact]
    public async Task ASelection_IsSaidToBeOne()
    {
        Save(12);
        File.Delete(Path.Combine(folder, "ep_004.jsonl"));
        File.Delete(Path.Combine(folder, "ep_004.proof.json"));
        Assert.Equal("", await FindingsAsync("--selection"));
        using var refused = new CliRun();
        Assert.Equal(ExitCodes.Refused, await refused.RunAsync("verify", folder, "--checkpoint", Path.Combine(folder, "none.jws")));
        Assert.Contains("--checkpoint", refused.Errors, StringComparison.Ordinal);
    }

    private void Save(int size, params ReadOnlySpan<long> earlier)
    {
        foreach (var (name, bytes) in ledger.Folder(size, earlier))
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    /// <summary>The auditor's own copy of the keys.</summary>
    private string Trusted()
    {
        var path = Path.Combine(folder, "trusted.jwks");
        File.Copy(Keys, path, overwrite: true);
        return path;
    }

    private async Task<string> FindingsAsync(params string[] options)
    {
        using var run = new CliRun();
        var code = await run.RunAsync(["verify", folder, "--key", Trusted(), "--json", .. options]);
        var findings = run.Json.GetProperty("ledgers")[0].GetProperty("report").GetProperty("findings").EnumerateArray()
            .Select(finding => $"{finding.GetProperty("file").GetString()} {finding.GetProperty("code").GetString()}").ToList();
        Assert.Equal(findings.Count == 0 ? ExitCodes.Success : ExitCodes.Failure, code);
        return string.Join('\n', findings);
    }
}
