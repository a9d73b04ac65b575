using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;
using ClinicalRl.Statistics;

namespace ClinicalRl.Evaluation.Tests.Evidence;

public sealed class CalibratedEvidenceTests
{
    private static readonly SimulatedStudy Study = SimulatedStudy.Of(PoolDesign.Planted(5) with { Episodes = 120 });

    [Fact]
    public void Evidence_IsNotEstimable_WithoutRecords()
    {
        var evidence = CalibratedEvidence.Of(new EvidenceLedger());
        Assert.Empty(evidence.Episodes);
        Assert.Empty(evidence.Evaluators);
        Assert.False(evidence.IsSimulated);
    }

    [Fact]
    public void Steps_AreUndefined_WhenNobodyAnsweredGold()
    {
        var evidence = Of(record => record is not IGoldOutcome);
        Assert.All(evidence.Episodes, episode => Assert.Equal(Reason.NoReplication, episode.Score.Reason));
        Assert.All(evidence.Evaluators, evaluator => Assert.Equal(Reason.NoReplication, evaluator.Bias.Value.Reason));
        Assert.All(evidence.Evaluators, evaluator => Assert.Equal(Reason.NoData, evaluator.LowerBound.Reason));
    }

    [Fact]
    public void Episode_IsUndefined_WhenAStepHasNoScore()
    {
        var evidence = Of(record => record is not StepScored { Episode: "sim-0001", Step: 2 });
        var episode = evidence.Episodes[0];
        Assert.Equal(Reason.UnscoredStep, episode.Score.Reason);
        Assert.InRange(episode.Covered.Value, 0.5, 0.999);
        Assert.True(evidence.Episodes[1].Score.IsDefined);
    }

    [Fact]
    public void Scores_OfUnqualifiedEvaluators_StayOutAndStayShown()
    {
        var evidence = Of(record => record is not EvaluatorQualified { Evaluator: "sim-evaluator-01" });
        var steps = evidence.Steps.Where(step => step.Given.Any(given => given.Evaluator == "sim-evaluator-01")).ToArray();
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.DoesNotContain(step.Score.Value.Parts, part => part.Evaluator == "sim-evaluator-01"));
    }

    [Fact]
    public void Scores_OfEvaluatorsWithFewGoldRatings_StayOut()
    {
        var kept = 0;
        var evidence = Of(record => record is not GoldRated { Evaluator: "sim-evaluator-01" } || kept++ < 7);
        Assert.DoesNotContain(evidence.Steps.SelectMany(step => step.Score.Value.Parts), part => part.Evaluator == "sim-evaluator-01");
    }

    [Fact]
    public void Planted_AreFlagged_EachForWhatItDid()
    {
        var flags = Of(_ => true).Evaluators.Select(evaluator => evaluator.Flags).ToArray();
        Assert.Contains(EvaluatorFlag.Drift, flags[9]);
        Assert.Contains(EvaluatorFlag.Copying, flags[10]);
        Assert.Contains(EvaluatorFlag.LowEffort, flags[11]);
        Assert.True(flags[..9].Count(own => !own.IsEmpty) <= 1);
    }

    [Fact]
    public void SnapshotsAndVariances_AreThoseOfTheFamily()
    {
        var snapshot = Of(_ => true).Snapshots["triage-queue"].Value;
        Assert.InRange(snapshot.StepVariance.Value, 0.01, 0.1);
        Assert.InRange(snapshot.EpisodeVariance.Value, 0.005, 0.05);
        Assert.InRange(snapshot.Inflation, 1, 1.6);
    }

    private static CalibratedEvidence Of(Func<EvaluationRecord, bool> keep) => CalibratedEvidence.Of(EvidenceLedger.Of(Study.Records.Where(keep)));
}
