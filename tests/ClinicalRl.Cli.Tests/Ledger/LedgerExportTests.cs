using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Serving;
using ClinicalRl.Cli.Tests.Hosting;
using ClinicalRl.Client;
using ClinicalRl.Client.Episodes;

namespace ClinicalRl.Cli.Tests.Ledger;

public sealed class LedgerExportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AnExport_IsVerifiedOffline_AndContinuedByTheNext()
    {
        using var run = new CliRun();
        await using (var service = await TemporaryService.StartAsync(run.Context, CancellationToken.None))
        {
            using var client = ClinicalRlClient.Create(service.Address);
            await PlayAsync(client, 0, 4);
            Assert.Equal((4, 4, 0), await ExportAsync(service));
            await PlayAsync(client, 4, 3);
            Assert.Equal((7, 3, 1), await ExportAsync(service));
            Assert.Equal((7, 0, 1), await ExportAsync(service));
        }

        using var verify = new CliRun();
        Assert.Equal(ExitCodes.Success, await verify.RunAsync("verify", folder, "--key", Path.Combine(folder, "jwks.json"), "--json"));
        var report = verify.Json.GetProperty("ledgers")[0].GetProperty("report");
        Assert.Equal(7, report.GetProperty("treeSize").GetInt32());
        Assert.All(report.GetProperty("checks").EnumerateArray(), check => Assert.Equal("passed", check.GetProperty("verdict").GetString()));

        var log = Directory.GetFiles(folder, "*.jsonl")[2];
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);
        using var tampered = new CliRun();
        Assert.Equal(ExitCodes.Failure, await tampered.RunAsync("verify", folder));
        Assert.Contains(Path.GetFileName(log), tampered.Console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServiceThatLostEntries_IsRefused_AndNothingChanges()
    {
        using var run = new CliRun();
        await using (var service = await TemporaryService.StartAsync(run.Context, CancellationToken.None))
        {
            using var client = ClinicalRlClient.Create(service.Address);
            await PlayAsync(client, 0, 2);
            await ExportAsync(service);
        }

        var before = await File.ReadAllTextAsync(Path.Combine(folder, "checkpoint.jws"));
        await using var empty = await TemporaryService.StartAsync(run.Context, CancellationToken.None);
        using var again = new CliRun();
        Assert.Equal(ExitCodes.Refused, await again.RunAsync("ledger", "export", "--url", empty.Address.ToString(), "--out", folder));
        Assert.Contains("it lost entries", again.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(folder, "checkpoint.jws")));
    }

    private async Task<(int Size, int Fetched, int Earlier)> ExportAsync(TemporaryService service)
    {
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Success, await run.RunAsync("ledger", "export", "--url", service.Address.ToString(), "--out", folder, "--json"));
        return (run.Json.GetProperty("treeSize").GetInt32(), run.Json.GetProperty("fetched").GetInt32(), run.Json.GetProperty("earlier").GetInt32());
    }

    /// <summary>Plays episodes to their end and waits until the last of them is in the ledger.</summary>
    private static async Task PlayAsync(ClinicalRlClient client, int before, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var episode = await client.Episodes.StartAsync(new CreateEpisode("corridor") { Seed = (ulong)(before + i) });
            await episode.StepAsync(AgentAction.Call("finish"));
        }

        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            var entries = 0;
            await foreach (var item in client.Ledger.EntriesAsync(before + count))
                entries++;
            if (entries == before + count)
                return;
            Assert.True(DateTime.UtcNow < deadline, $"the ledger has {entries} entries");
        }
    }
}
