using System.IO.Compression;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Cli.Serving;
using ClinicalRl.Cli.Tests.Hosting;
using ClinicalRl.Client;
using ClinicalRl.Client.Episodes;

namespace ClinicalRl.Cli.Tests.Bundles;

public sealed class BundleCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("clinicalrl-test-").FullName;

    private string Zip => Path.Combine(folder, "evidence.zip");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ABundle_IsFetched_VerifiedOffline_AndAChangeInItFound()
    {
        using var run = new CliRun();
        string episode;
        await using (var service = await TemporaryService.StartAsync(run.Context, CancellationToken.None))
        {
            using var client = ClinicalRlClient.Create(service.Address);
            episode = await PlayAsync(client);
            Assert.Equal(ExitCodes.Success, await run.RunAsync("bundle", "--url", service.Address.ToString(), "--label", "run=a", "--out", Zip, "--json"));
            Assert.Equal(1, run.Json.GetProperty("logs").GetInt32());
            using var nothing = new CliRun();
            Assert.Equal(ExitCodes.Refused, await nothing.RunAsync("bundle", "--url", service.Address.ToString(), "--label", "run=b", "--out", Path.Combine(folder, "none.zip")));
            Assert.Contains("No sealed log", nothing.Errors, StringComparison.Ordinal);
            Assert.Equal([Zip], Directory.GetFiles(folder));
        }

        using var verify = new CliRun();
        Assert.Equal(ExitCodes.Success, await verify.RunAsync("verify", Zip, "--json"));
        Assert.True(verify.Json.GetProperty("bundles")[0].GetProperty("report").GetProperty("sound").GetBoolean());
        Assert.Equal(1, verify.Json.GetProperty("logs").GetArrayLength());

        await ReplaceAsync($"logs/{episode}.jsonl", text => text.Replace("\"run\":\"a\"", "\"run\":\"b\"", StringComparison.Ordinal));
        using var tampered = new CliRun();
        Assert.Equal(ExitCodes.Failure, await tampered.RunAsync("verify", Zip));
        Assert.Contains($"logs/{episode}.jsonl: changed-file", tampered.Console.Output.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNoBundle_IsReported()
    {
        await File.WriteAllTextAsync(Zip, "no zip");
        using var run = new CliRun();
        Assert.Equal(ExitCodes.Failure, await run.RunAsync("verify", Zip));
        Assert.Contains("no zip archive", run.Console.Output, StringComparison.Ordinal);
    }

    private static async Task<string> PlayAsync(ClinicalRlClient client)
    {
        var episode = await client.Episodes.StartAsync(new CreateEpisode("corridor") { Seed = 1, Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["run"] = "a" } });
        await episode.StepAsync(AgentAction.Call("finish"));
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            await foreach (var item in client.Ledger.EntriesAsync(1))
                return item.Entry.Episode;
            Assert.True(DateTime.UtcNow < deadline, "the log is not in the ledger");
        }
    }

    private async Task ReplaceAsync(string name, Func<string, string> change)
    {
        await using var archive = await ZipFile.OpenAsync(Zip, ZipArchiveMode.Update);
        var entry = archive.GetEntry(name)!;
        string text;
        using (var reader = new StreamReader(await entry.OpenAsync()))
            text = await reader.ReadToEndAsync();
        entry.Delete();
        await using var writer = new StreamWriter(await archive.CreateEntry(name).OpenAsync());
        await writer.WriteAsync(change(text));
    }
}
