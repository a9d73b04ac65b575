using System.Text;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Tests.Hosting;
using ClinicalRl.Cli.Tests.Verification;
using ClinicalRl.Testing.RunLogs;

namespace ClinicalRl.Cli.Tests.Coverage;

public sealed class CoverageCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Command_CountsAFolderOfLogs_AndWritesPageAndTable()
    {
        for (var seed = 1UL; seed <= 5; seed++)
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{seed}.jsonl"), RecordedEpisode.Whole(seed).Log, TestContext.Current.CancellationToken);
        using var run = new CliRun();
        var (page, table) = (Path.Combine(folder, "coverage.html"), Path.Combine(folder, "coverage.csv"));
        Assert.Equal(ExitCodes.Success, await run.RunAsync("coverage", folder, "--html", page, "--csv", table, "--json"));
        Assert.Equal(5, run.Json.GetProperty("episodes").GetInt32());
        Assert.Contains("Under-recognition of acuity", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(11, (await File.ReadAllLinesAsync(table, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Command_NamesAForgedLog_AndDoesNotCountIt()
    {
        var cancel = TestContext.Current.CancellationToken;
        var whole = RecordedEpisode.Whole(1).Log;
        await File.WriteAllBytesAsync(Path.Combine(folder, "whole.jsonl"), whole, cancel);
        var forged = Encoding.UTF8.GetString(whole).Replace("\"actor\":\"", "\"actor\":\"not-", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "forged.jsonl"), forged, cancel);
        await File.WriteAllBytesAsync(Path.Combine(folder, "anybody.jsonl"), SealedLog.Write(SealedLog.NewKey(), 3), cancel);
        var key = Path.Combine(folder, "key.pem");
        await File.WriteAllTextAsync(key, RecordedEpisode.Key.ToPublicPem(), cancel);

        using var onTrust = new CliRun();
        Assert.Equal(ExitCodes.Failure, await onTrust.RunAsync("coverage", folder, "--json"));
        Assert.Equal(2, onTrust.Json.GetProperty("episodes").GetInt32());
        Assert.Contains("forged.jsonl: It does not verify. Line ", onTrust.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("give --key", onTrust.Errors.ToString(), StringComparison.Ordinal);

        using var trusting = new CliRun();
        Assert.Equal(ExitCodes.Failure, await trusting.RunAsync("hazards", "log", folder, "--key", key, "--json"));
        Assert.Equal(1, trusting.Json.GetProperty("evidence").GetProperty("episodes").GetInt32());
        Assert.Contains("anybody.jsonl: It does not verify.", trusting.Errors.ToString(), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, "forged.jsonl"));
        File.Delete(Path.Combine(folder, "anybody.jsonl"));
        using var sound = new CliRun();
        Assert.Equal(ExitCodes.Success, await sound.RunAsync("coverage", folder, "--key", key, "--json"));
        Assert.Equal("", sound.Errors.ToString());
    }

    [Fact]
    public async Task Command_TakesLabelsAndRate_AndNamesWhatItCannotCount()
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "whole.jsonl"), RecordedEpisode.Whole(1).Log, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder, "begun.jsonl"), RecordedEpisode.Begin(2).Log, TestContext.Current.CancellationToken);
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Failure, await run.RunAsync("coverage", folder, "--label", "run=other", "--json"));
        Assert.Equal(0, run.Json.GetProperty("episodes").GetInt32());
        Assert.Contains("begun.jsonl: The episode is not sealed.", run.Errors.ToString(), StringComparison.Ordinal);
        using var wrong = new CliRun();
        Assert.Equal(ExitCodes.Refused, await wrong.RunAsync("coverage", folder, "--tolerated", "1"));
        using var empty = new CliRun();
        Assert.Equal(ExitCodes.Refused, await empty.RunAsync("coverage", folder, "--label", "run"));
    }
}
