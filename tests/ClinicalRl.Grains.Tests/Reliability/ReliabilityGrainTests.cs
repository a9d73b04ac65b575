using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Reliability;
using ClinicalRl.Grains.Streams;
using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Simulation.Randomness;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace ClinicalRl.Grains.Tests.Reliability;

public sealed class ReliabilityGrainTests : IDisposable
{
    private const string Tenant = "t1";

    private static readonly RecordSubject Assessment = RecordSubject.Assessment("as_study");

    private readonly TemporaryFolder folder = new();

    private readonly EvaluationRecord[] study = [.. SimulatedStudy.Of(PoolDesign.Planted(3) with { Episodes = 24 }).Records];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Figures_AreThoseOfTheRecords_ToTheLastDigit_HoweverTheyCame()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path, silos: 1);
        var records = cluster.Services.GetRequiredService<IEvaluationRecords>();
        var grain = cluster.Grains.GetGrain<IReliabilityGrain>($"{Tenant}/{Assessment}");
        var shuffled = (EvaluationRecord[])study.Clone();
        var random = new RandomStream(7);
        random.Shuffle<EvaluationRecord>(shuffled);
        foreach (var some in shuffled.Chunk(400))
        {
            await records.AppendAsync(Tenant, Assessment, some);
            await grain.ReadAsync();   // it is awake while the stream brings the rest
        }

        var figures = await FiguresAsync(grain, study.Length);
        Assert.Equal(ReliabilityFigures.Of(EvidenceLedger.Of(study)).ToJson(), figures);
        Assert.Equal(CheckOutcome.Equal, (await grain.CheckAsync(isFinal: true)).Outcome);
        await UntilAsync(async () => await WaitingAsync(cluster) == 0);
    }

    [Fact]
    public async Task Figures_AreThere_AfterARestart()
    {
        byte[] before;
        await using (var cluster = await GrainCluster.StartAsync(folder.Path))
        {
            await cluster.Services.GetRequiredService<IEvaluationRecords>().AppendAsync(Tenant, Assessment, study);
            before = await FiguresAsync(cluster.Grains.GetGrain<IReliabilityGrain>($"{Tenant}/{Assessment}"), study.Length);
        }

        await using var again = await GrainCluster.StartAsync(folder.Path);
        var read = await again.Grains.GetGrain<IReliabilityGrain>($"{Tenant}/{Assessment}").ReadAsync();
        Assert.Equal(before, read.Figures);
        Assert.Equal(study.Length, read.Records);
    }

    [Fact]
    public async Task WhatTheRegisterHolds_EntersOnlyOfEvaluatorsWhoScored()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        var records = cluster.Services.GetRequiredService<IEvaluationRecords>();
        EvaluationRecord[] register = [.. study.Where(record => record is EvaluatorEnrolled or EvaluatorQualified or IGoldOutcome)];
        await records.AppendAsync(Tenant, RecordSubject.Register, [.. register, new EvaluatorEnrolled(0, study[0].At, "ev_idle", "GMC", false)]);
        await records.AppendAsync(Tenant, Assessment, [.. study.Except(register)]);
        var grain = cluster.Grains.GetGrain<IReliabilityGrain>($"{Tenant}/{Assessment}");
        Assert.Equal(ReliabilityFigures.Of(EvidenceLedger.Of(study)).ToJson(), await FiguresAsync(grain, study.Length));
        var later = new GoldAnswered(1_000, study[^1].At, "sim-evaluator-01", "late-item", "triage-queue", 1, 3, NeverEvent: false, 0.9, 30);
        await records.AppendAsync(Tenant, RecordSubject.Register, [later]);
        Assert.Equal(ReliabilityFigures.Of(EvidenceLedger.Of([.. study, later])).ToJson(), await FiguresAsync(grain, study.Length + 1));
    }

    [Fact]
    public async Task ARecordThatTheStreamNeverBrought_IsADifference_AndTheRebuildWins()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await cluster.Services.GetRequiredService<IEvaluationRecords>().AppendAsync(Tenant, Assessment, study[..^1]);
        var grain = cluster.Grains.GetGrain<IReliabilityGrain>($"{Tenant}/{Assessment}");
        await FiguresAsync(grain, study.Length - 1);
        await cluster.Journal.Tables.WriteAsync(async connection =>
        {
            var line = RecordJson.Write(study[^1]);
            await Grains.Journal.TableRows.InsertAsync(
                connection, "evaluation_records", ["tenant", "sequence", "subject", "id", "evaluator", "episode", "record"],
                [[Tenant, (long)study.Length - 1, Assessment.ToString(), RecordJson.IdOf(study[^1]), null, null, line]]);
        });
        var behind = await grain.CheckAsync(isFinal: false);
        Assert.Equal((CheckOutcome.Behind, 1), (behind.Outcome, behind.Missing));
        Assert.Equal(CheckOutcome.Differs, (await grain.CheckAsync(isFinal: true)).Outcome);
        Assert.Equal(CheckOutcome.Equal, (await grain.CheckAsync(isFinal: true)).Outcome);
        Assert.Equal(ReliabilityFigures.Of(EvidenceLedger.Of(study)).ToJson(), (await grain.ReadAsync()).Figures);
    }

    [Fact]
    public async Task AnEvaluatorsStanding_IsKeptUpWith()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path);
        await cluster.Services.GetRequiredService<IEvaluationRecords>().AppendAsync(Tenant, Assessment, study);
        var grain = cluster.Grains.GetGrain<IEvaluatorStandingGrain>($"{Tenant}/sim-evaluator-02");
        var expected = CalibratedEvidence.Of(EvidenceLedger.Of(study)).Evaluators.Single(standing => standing.Evaluator == "sim-evaluator-02");
        EvaluatorRecordStanding? standing = null;
        await UntilAsync(async () => (standing = await grain.ReadAsync())?.Steps == expected.Steps);
        Assert.Equal((expected.Gold.Items, expected.Gold.Correct, expected.Reliability.Value.Value, true), (standing!.GoldItems, standing.Right, standing.Reliability, standing.Simulated));
        Assert.Equal([Assessment.ToString()], standing.Assessments);
        Assert.Null(await cluster.Grains.GetGrain<IEvaluatorStandingGrain>($"{Tenant}/nobody").ReadAsync());
    }

    [Fact]
    public async Task AMessageThatNoGrainTakes_IsKeptAmongTheFailures_AndTheNextIsDelivered()
    {
        await using var cluster = await GrainCluster.StartAsync(folder.Path, services => services.Configure<StreamPullingAgentOptions>(
            TableQueues.ProviderName, options => options.MaxEventDeliveryTime = TimeSpan.FromSeconds(1)));
        await cluster.Journal.Tables.WriteAsync(connection => MessageTable.EnqueueAsync(
            connection, [new NewMessage(RecordStreams.Assessments, $"{Tenant}/{Assessment}", "no record"u8.ToArray())]));
        await cluster.Services.GetRequiredService<IEvaluationRecords>().AppendAsync(Tenant, Assessment, study);
        await UntilAsync(async () => await WaitingAsync(cluster) == 0);
        var failed = await cluster.Journal.Tables.ReadAsync(connection => Grains.Journal.TableRows.QueryAsync(
            connection, "SELECT payload FROM stream_failures", [], static row => row.GetFieldValue<byte[]>(0)));
        Assert.Equal("no record"u8.ToArray(), Assert.Single(failed));
        Assert.Equal(study.Length, (await cluster.Grains.GetGrain<IReliabilityGrain>($"{Tenant}/{Assessment}").ReadAsync()).Records);
    }

    private static async Task<byte[]> FiguresAsync(IReliabilityGrain grain, int records)
    {
        AssessmentReliability? read = null;
        await UntilAsync(async () => (read = await grain.ReadAsync()).Figures is { } figures && ReliabilityFigures.Read(figures).Records == records);
        return read!.Figures!;
    }

    private static ValueTask<long> WaitingAsync(GrainCluster cluster) => new MessageTable(cluster.Journal.Tables, TimeProvider.System).CountAsync();

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(GrainCluster.Limit);
        while (!await holds())
            await Task.Delay(50, limit.Token);
    }
}
