using System.Text;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;
using ClinicalRl.Reports.Reliability;
using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Reports.Tests.Reliability.Figures;

public sealed class ReliabilityFiguresTests
{
    private static readonly EvaluationRecord[] Records = [.. SimulatedStudy.Of(PoolDesign.Planted(5) with { Episodes = 45 }).Records];

    private static readonly ReliabilityFigures Figures = ReliabilityFigures.Of(EvidenceLedger.Of(Records));

    [Fact]
    public void Figures_AreTheSameBytes_InAnyOrder_AndReadBackTheSame()
    {
        var again = (EvaluationRecord[])[.. Records, .. Records[..500]];
        new RandomStream(1).Shuffle<EvaluationRecord>(again);
        Assert.Equal(Figures.ToJson(), ReliabilityFigures.Of(EvidenceLedger.Of(again)).ToJson());
        Assert.Equal(Figures.ToJson(), ReliabilityFigures.Read(Figures.ToJson()).ToJson());
    }

    [Fact]
    public void Figures_AreThoseOfTheReport()
    {
        var evidence = CalibratedEvidence.Of(EvidenceLedger.Of(Records));
        Assert.True(Figures.Simulated);
        Assert.Equal(evidence.Episodes.Select(episode => episode.Score.Value.Reward), Figures.Episodes.Select(episode => episode.Calibrated.Value.Score));
        Assert.Equal(evidence.Steps.Select(step => step.Score.Value.Match.Interval.Lower), Figures.Episodes.SelectMany(episode => episode.Steps).Select(step => step.Calibrated.Value.Lower));
        Assert.Equal(evidence.Evaluators.Select(standing => standing.Flags.Length), Figures.Evaluators.Select(evaluator => evaluator.Flags.Length));
        Assert.Contains(Figures.RecordsHash, Encoding.UTF8.GetString(Reports.Documents.ReportJson.Write(ReliabilityReport.Of(EvidenceLedger.Of(Records), 99))), StringComparison.Ordinal);
    }

    [Fact]
    public void Agreement_CountsScenariosOnce_AndIsWhatWasSimulated()
    {
        Assert.Equal(["red-flags-sought", "right-urgency", "safety-net-given"], Figures.Criteria.Select(criterion => criterion.Criterion));
        Assert.All(Figures.Criteria, criterion =>
        {
            Assert.Equal(15, criterion.Scenarios);   // three episodes to a scenario
            Assert.InRange(criterion.Agreed / criterion.Scenarios, 0.75, 1);
            Assert.True(criterion.Simulated);
        });
    }

    [Fact]
    public void Figures_OfAnyRecords_SayWhatIsNotEstimable()
    {
        Func<EvaluationRecord, bool>[] partial =
        [
            _ => false, record => record is not IGoldOutcome, record => record is not StepScored, record => record is not EpisodeSelected, record => record is not EvaluatorEnrolled,
            record => record is not AssessmentOpened, record => record is not CriterionJudged,
        ];
        Assert.All(partial, keep =>
        {
            var json = Encoding.UTF8.GetString(ReliabilityFigures.Of(EvidenceLedger.Of(Records.Where(keep))).ToJson());
            Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        });
        Assert.Empty(ReliabilityFigures.Of(EvidenceLedger.Of(Records.Where(record => record is not AssessmentOpened))).Criteria);
    }
}
