using System.Net;
using System.Net.Sockets;
using System.Text;
using ClinicalRl.Cli.Benchmarks;
using ClinicalRl.Testing.Corridor;

namespace ClinicalRl.Cli.Tests.Benchmarks;

public sealed class BenchTests
{
    private static readonly BenchPlan Plan = new(CorridorReward.Catalogue.Environments[0], CorridorReward.Function, TimeSpan.FromMilliseconds(50), EngineOnly: true);

    [Fact]
    public void Ratio_IsTakenToTheBareEndpointUnderTheSameConnections()
    {
        var report = new BenchReport();
        report.Loads.Add(new LoadResult("bare endpoint", 1, 1, 10_000, 0.1, 0.2, 20));
        report.Loads.Add(new LoadResult("bare endpoint", 32, 32, 40_000, 0.8, 2, 24));
        report.Loads.Add(new LoadResult("HTTP single step, durable", 32, 32, 20_000, 1.6, 4, 48));
        Assert.Equal(0.5, report.RatioToBare(report.Loads[2]));
        Assert.Contains("\"ratioToBare\":0.5", report.Json(Plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_HoldsTheEstimatorsAlone_WhenAskedTo()
    {
        var report = new BenchReport();
        report.Statistics.Add(new TimedResult("alpha", 9_000, 8_500, 50_000));
        Assert.Single(report.Tables(Plan with { StatisticsOnly = true }));
        Assert.Contains("{\"estimator\":\"alpha\",\"microseconds\":9000,\"cpuMicroseconds\":8500,\"limitMicroseconds\":50000}", report.Json(Plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ledger_IsMeasured_AndReportedAlone_WhenAskedTo()
    {
        var report = new BenchReport();
        report.Ledger.AddRange(await LedgerBench.RunAsync(1_000, CancellationToken.None));
        Assert.Equal(5, report.Ledger.Count);
        Assert.All(report.Ledger, result => Assert.True(result.Microseconds > 0, result.Name));
        Assert.Single(report.Tables(Plan with { LedgerOnly = true }));
        Assert.Contains("\"operation\":\"inclusion proof, of 1000\"", report.Json(Plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Judging_IsReportedAsAShareOfTheEnginesTime()
    {
        var report = new BenchReport { Reward = new RewardCost(10, 2.5) };
        Assert.Contains("\"rewardShare\":0.25", report.Json(Plan), StringComparison.Ordinal);
        var measured = RewardBench.Measure(Plan, RecordedPlay.Record(Plan.Environment, Plan.RewardFunction), CancellationToken.None);
        Assert.True(measured is { EngineMicroseconds: > 0, RewardMicroseconds: > 0 });
    }

    [Fact]
    public void Recording_PlaysEveryEpisodeToItsEnd()
    {
        var episodes = RecordedPlay.Record(Plan.Environment, Plan.RewardFunction);
        Assert.True(episodes.Count >= 32);
        Assert.All(episodes, episode => Assert.NotEmpty(episode.Actions));
        Assert.All(episodes, episode => Assert.Equal(episode.Actions.Count, episode.ActionJson.Count));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\nE\r\n\":\"0123456789\"\r\n1\r\n}\r\n0\r\n\r\n", "{\"a\":\"0123456789\"}")]
    public async Task HttpConnection_ReadsTheBody_HoweverItArrives(string answer, string body)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = TrickleAsync(listener, answer);
        using var connection = new HttpConnection();
        await connection.ConnectAsync((IPEndPoint)listener.LocalEndpoint, CancellationToken.None);
        var received = await connection.ExchangeAsync(HttpConnection.Post("/", key: "", "{}"u8), CancellationToken.None);
        Assert.Equal(body, Encoding.UTF8.GetString(received.Span));
        await serving;
    }

    [Fact]
    public async Task HttpConnection_Fails_WhenTheAnswerIsARefusal()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = TrickleAsync(listener, "HTTP/1.1 409 Conflict\r\nContent-Length: 3\r\n\r\nno!");
        using var connection = new HttpConnection();
        await connection.ConnectAsync((IPEndPoint)listener.LocalEndpoint, CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<IOException>(() => connection.ExchangeAsync(HttpConnection.Post("/", key: "", "{}"u8), CancellationToken.None).AsTask());
        Assert.Contains("no!", refusal.Message, StringComparison.Ordinal);
        await serving;
    }

    [Theory]
    [InlineData(5, 6)]
    [InlineData(125, 6)]
    [InlineData(126, 8)]
    [InlineData(40_000, 8)]
    public void Frame_IsMaskedAndCarriesTheText(int length, int head)
    {
        var frame = WebSocketConnection.Frame(Encoding.ASCII.GetBytes(new string('a', length)));
        Assert.Equal(head + length, frame.Length);
        Assert.Equal((0x81, 0x80), (frame[0], frame[1] & 0x80));
        Assert.Equal((byte)'a', frame[^1]);
    }

    /// <summary>One answer to one request, byte by byte.</summary>
    private static async Task TrickleAsync(TcpListener listener, string answer)
    {
        using var socket = await listener.AcceptSocketAsync();
        socket.NoDelay = true;
        await socket.ReceiveAsync(new byte[4096]);
        foreach (var b in Encoding.ASCII.GetBytes(answer))
            await socket.SendAsync(new[] { b });
    }
}
