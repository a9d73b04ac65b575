using System.Text;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Hosting;
using ClinicalRl.Grains.Sealing;
using ClinicalRl.Grains.Tests.Episodes;
using ClinicalRl.Testing.Episodes;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Grains.Tests.Sealing;

public sealed class KeptLinesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lines_ComeBackInTheirOrder()
    {
        var header = KeptLines.Begin("header"u8);
        Assert.Equal("header\none\n", Text(header.Then("one"u8)));
        Assert.Equal("header\nanother one\nand more\n", Text(header.Then("another one"u8).Then("and more"u8)));
    }

    [Fact]
    public void Lines_GrowInMemoryThatIsCounted_AndCannotBeReadOnceItIsGivenBack()
    {
        var lines = KeptLines.Begin("header"u8);
        var longest = new string('x', 3_000);
        for (var i = 0; i < 20; i++)
            lines = lines.Then(Encoding.UTF8.GetBytes(longest));
        Assert.Equal("header\n" + string.Concat(Enumerable.Repeat(longest + "\n", 20)), Text(lines));
        Assert.InRange(lines.Bytes, lines.Log.Length, 4 * lines.Log.Length);
        lines.Return();
        lines.Return();
        Assert.Throws<InvalidOperationException>(() => lines.Log);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task StoredLog_IsTheSame_WhetherLinesWereKeptOrNot_AndNothingStaysKept(int mebibytes)
    {
        var blobs = new AnnouncingBlobStore(new FileBlobStore(Path.Combine(folder.Path, "blobs")));
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services =>
        {
            services.AddSingleton<IBlobStore>(blobs);
            services.Configure<GrainsOptions>(options => options.KeptLinesMebibytes = mebibytes);
        });
        var room = cluster.Services.GetRequiredService<KeptLinesRoom>();
        await cluster.Episode("ep_kept").CreateAsync(EpisodeRequests.Create());
        await cluster.Episode("ep_kept").StepAsync(EpisodeRequests.Move(1));
        Assert.Equal(mebibytes > 0, room.Held > 0);
        var running = (await cluster.Episode("ep_kept").ReadLogAsync()).Text();
        await cluster.Episode("ep_kept").StepAsync(EpisodeRequests.Finish(2));
        var (_, log) = await blobs.FirstPut.WaitAsync(GrainCluster.Limit);
        Assert.StartsWith(running, log, StringComparison.Ordinal);
        Assert.Equal("verified", (await cluster.Episode("ep_kept").VerifyAsync()).Json().GetProperty("verdict").GetString());
        var deadline = DateTime.UtcNow + GrainCluster.Limit;
        while (room.Held > 0 && DateTime.UtcNow < deadline)
            await Task.Yield();
        Assert.Equal(0, room.Held);
    }

    [Fact]
    public async Task AnEpisodeBeyondTheRoom_KeepsNothing_AndOthersGoOn()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.Configure<GrainsOptions>(options => options.KeptLinesMebibytes = 1));
        var room = cluster.Services.GetRequiredService<KeptLinesRoom>();
        Assert.True(room.Held >= 0);
        for (var i = 0; i < 200; i++)
        {
            await cluster.Episode($"ep_many{i}").CreateAsync(EpisodeRequests.Create());
            for (var step = 1; step <= 12; step++)
                Assert.Equal(EpisodeOutcome.Done, (await cluster.Episode($"ep_many{i}").StepAsync(EpisodeRequests.Step(step, """{"tool":"wait","arguments":{"minutes":1}}"""))).Outcome);
            Assert.InRange(room.Held, 0, 1024 * 1024);
        }

        Assert.Equal("verified", (await SealedAsync(cluster, "ep_many199")).Json().GetProperty("verdict").GetString());
    }

    private static string Text(KeptLines lines) => Encoding.UTF8.GetString(lines.Log.Span);

    private static async Task<EpisodeReply> SealedAsync(GrainCluster cluster, string id)
    {
        await cluster.Episode(id).AbortAsync("key_test");
        return await cluster.Episode(id).VerifyAsync();
    }
}
