using System.Security.Cryptography;
using System.Text.Json;
using ClinicalRl.Cli.Hosting;
using ClinicalRl.Client;
using ClinicalRl.Client.Bundles;
using ClinicalRl.Client.Problems;
using Spectre.Console;

namespace ClinicalRl.Cli.Bundles;

/// <summary>Waits for a bundle and downloads it; a download that breaks goes on where it broke.</summary>
/// <param name="client">The service.</param>
/// <param name="console">Where progress is shown; null for nowhere.</param>
internal sealed class BundleFetch(ClinicalRlClient client, IAnsiConsole? console)
{
    private const int DownloadAttempts = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>What the bundle came to; the file is there only when it is whole.</summary>
    public async Task<JsonElement> RunAsync(BundleRequest request, string file, CancellationToken cancel)
    {
        if (console is null)
            return await RunAsync(request, file, (_, _, _) => { }, cancel);
        var progress = console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
        return await progress.StartAsync(async display =>
        {
            var task = display.AddTask("making the bundle");
            return await RunAsync(request, file, (what, done, total) => (task.Description, task.MaxValue, task.Value) = (what, Math.Max(1, total), done), cancel);
        });
    }

    private async Task<JsonElement> RunAsync(BundleRequest request, string file, Action<string, double, double> show, CancellationToken cancel)
    {
        var job = await client.Bundles.StartAsync(request, Guid.NewGuid().ToString("N"), cancel);
        try
        {
            while (job.Status == "running")
            {
                show("making the bundle", job.Done, job.Total);
                await Task.Delay(Interval, cancel);
                job = await client.Bundles.GetAsync(job.Job, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await client.Bundles.CancelAsync(job.Job, limit.Token);
            throw;
        }

        if (job.Result is not { } result)
            throw new CommandRefusedException($"The bundle was not made ({job.Status}): {job.Failure ?? "somebody cancelled it."}");
        await DownloadAsync(job.Job, result.GetProperty("bytes").GetInt64(), result.GetProperty("sha256").GetString()!, file, show, cancel);
        return result;
    }

    private async Task DownloadAsync(string bundle, long bytes, string sha256, string file, Action<string, double, double> show, CancellationToken cancel)
    {
        var unfinished = file + ".unfinished";
        try
        {
            await using (var target = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite))
            {
                for (var attempt = 1; target.Length < bytes && attempt <= DownloadAttempts; attempt++)
                {
                    try
                    {
                        await using var source = await client.Bundles.OpenAsync(bundle, target.Length, cancel);
                        await CopyAsync(source, target, done => show("fetching it", done, bytes), cancel);
                    }
                    catch (Exception broken) when (attempt < DownloadAttempts && broken is IOException or ServiceNotReachedException)
                    {
                        await Task.Delay(Interval * attempt, cancel);
                    }
                }

                target.Position = 0;
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(target, cancel)) != sha256)
                    throw new CommandRefusedException("--url: what was fetched is not the bundle that the service named.");
            }

            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task CopyAsync(Stream source, FileStream target, Action<long> show, CancellationToken cancel)
    {
        var buffer = new byte[128 * 1024];
        while (await source.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
            show(target.Length);
        }
    }
}
