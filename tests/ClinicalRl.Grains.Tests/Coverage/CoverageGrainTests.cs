using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Testing.Episodes;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Grains.Tests.Coverage;

public sealed class CoverageGrainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Job_BeginsAgainAfterARestart_AndKeepsWhatCameOut()
    {
        ReportForms forms;
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            await PlayAsync(cluster, "ep_a", "ep_b");
            Assert.True(cluster.Services.GetRequiredService<JobTurns>().TryBegin());   // somebody else works: the job waits
            Assert.Equal(JobStatuses.Running, (await Job(cluster, "cv_a").StartAsync(Start(2))).Status);
            Assert.Null(await Job(cluster, "cv_a").FormsAsync());
        }

        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var progress = await DoneAsync(Job(cluster, "cv_a"));
            Assert.Equal((JobStatuses.Done, 2, 2), (progress.Status, progress.Done, progress.Total));
            forms = (await Job(cluster, "cv_a").FormsAsync())!;
            Assert.Equal(progress.Result, forms.Json);
            Assert.Equal(JobStatuses.Done, (await Job(cluster, "cv_a").StartAsync(Start(1))).Status);   // it has begun: nothing is done twice
            Assert.Null(await cluster.Grains.GetGrain<ICoverageGrain>("t2/cv_a").ReadAsync());
        }

        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            var kept = (await Job(cluster, "cv_a").FormsAsync())!;
            Assert.Equal(forms.Json, kept.Json);
            Assert.Equal(forms.Csv, kept.Csv);
            Assert.Equal(forms.Html, kept.Html);
        }
    }

    [Fact]
    public async Task Job_Stops_WhenItIsCancelled_AndOthersGoOn()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await PlayAsync(cluster, "ep_a");
        var turns = cluster.Services.GetRequiredService<JobTurns>();
        Assert.True(turns.TryBegin());
        await Job(cluster, "cv_a").StartAsync(Start(1));
        await Job(cluster, "cv_b").StartAsync(Start(1));
        Assert.Equal(JobStatuses.Cancelled, (await Job(cluster, "cv_a").CancelAsync())!.Status);
        turns.End();
        Assert.Equal(JobStatuses.Done, (await DoneAsync(Job(cluster, "cv_b"))).Status);
        var stopped = (await Job(cluster, "cv_a").ReadAsync())!;
        Assert.Equal((JobStatuses.Cancelled, 0, null), (stopped.Status, stopped.Done, stopped.Result));
        Assert.Null(await Job(cluster, "cv_none").CancelAsync());
    }

    [Fact]
    public async Task Job_Fails_WhenTheLedgerIsNotAsLongAsItWas()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await PlayAsync(cluster, "ep_a");
        await Job(cluster, "cv_a").StartAsync(Start(3));
        var failed = await DoneAsync(Job(cluster, "cv_a"));
        Assert.Equal((JobStatuses.Failed, 1, null), (failed.Status, failed.Done, failed.Result));
        Assert.Contains("did not answer", failed.Failure, StringComparison.Ordinal);
    }

    private static StartCoverage Start(int treeSize) => new(CoverageReport.Coverage, new CoverageSelection(), treeSize, "key_a");

    private static ICoverageGrain Job(GrainCluster cluster, string job) => cluster.Grains.GetGrain<ICoverageGrain>("t1/" + job);

    private static async Task PlayAsync(GrainCluster cluster, params string[] episodes)
    {
        foreach (var episode in episodes)
        {
            await cluster.Episode(episode).CreateAsync(EpisodeRequests.Create());
            await cluster.Episode(episode).StepAsync(EpisodeRequests.Finish(1));
        }

        using var limit = new CancellationTokenSource(GrainCluster.Limit);
        while (await cluster.Journal.Ledger.SizeAsync("t1") < episodes.Length)
            await Task.Delay(10, limit.Token);
    }

    private static async Task<JobProgress> DoneAsync(ICoverageGrain job)
    {
        using var limit = new CancellationTokenSource(GrainCluster.Limit);
        while (true)
        {
            var progress = (await job.ReadAsync())!;
            if (progress.Status != JobStatuses.Running)
                return progress;
            await Task.Delay(10, limit.Token);
        }
    }
}
