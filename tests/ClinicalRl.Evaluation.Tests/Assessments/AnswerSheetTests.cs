using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;

namespace ClinicalRl.Evaluation.Tests.Assessments;

public sealed class AnswerSheetTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Trajectory Case = new("A man of 83 years.", [Step(1, true), Step(2, false), Step(3, true)]);

    [Fact]
    public void Sheet_IsFilledStepByStep_AndMeasuresItsTime()
    {
        var sheet = AnswerSheet.For(Case).Show(Began).Show(Began.AddMinutes(5)).Answer(Said(1, 0.8), Began.AddSeconds(40));
        Assert.Equal([3], sheet.Missing);
        Assert.Throws<InvalidOperationException>(() => sheet.Judge(0.5, 0.9, Began.AddSeconds(50)));
        Assert.Empty(sheet.Records("ev_a", "ep_1"));
        sheet = sheet.Answer(Said(3, 0.4), Began.AddSeconds(65)).Judge(0.5, 0.9, Began.AddSeconds(70));
        Assert.Equal([40, 25], sheet.Entries.Select(entry => entry.Seconds));
        Assert.Equal(Began.AddSeconds(70), sheet.Submitted);
        Assert.Equal(3, sheet.Records("ev_a", "ep_1").Count());
        Assert.Equal(JsonSerializer.Serialize(sheet), JsonSerializer.Serialize(JsonSerializer.Deserialize<AnswerSheet>(JsonSerializer.Serialize(sheet))));
    }

    [Fact]
    public void Answer_ChangesNothing_WhenRepeated_AndSupersedes_WhenCorrected()
    {
        var sheet = AnswerSheet.For(Case).Show(Began).Answer(Said(1, 0.8), Began).Answer(Said(3, 0.4), Began);
        Assert.Same(sheet, sheet.Answer(Said(1, 0.8), Began.AddDays(1)));
        sheet = sheet.Judge(0.5, 0.9, Began);
        Assert.Same(sheet, sheet.Judge(0.5, 0.9, Began.AddDays(1)));
        var corrected = sheet.Answer(Said(1, 0.2), Began).Judge(0.3, 0.9, Began);   // within one millisecond: the order still tells
        var records = corrected.Records("ev_a", "ep_1").ToArray();
        Assert.Equal(5, records.Length);
        Assert.Equal(sheet.Records("ev_a", "ep_1").Select(RecordJson.IdOf), records.Select(RecordJson.IdOf).Where(id => sheet.Records("ev_a", "ep_1").Select(RecordJson.IdOf).Contains(id)));
        var ledger = EvidenceLedger.Of(records.Reverse());
        Assert.Equal(2, ledger.Superseded);
        Assert.Equal([0.2, 0.4], ledger.Holding<StepScored>().Select(score => score.Score));
        Assert.Equal(0.3, Assert.Single(ledger.Holding<EpisodeJudged>()).Score);
    }

    [Theory]
    [InlineData(0, 0.5, "none", 0, "step:")]
    [InlineData(4, 0.5, "none", 0, "step:")]
    [InlineData(1, 1.5, "none", 0, "score:")]
    [InlineData(1, double.NaN, "none", 0, "score:")]
    [InlineData(1, 0.5, "CS11", 1, "failure:")]
    [InlineData(1, 0.5, "none", 2, "severity:")]
    [InlineData(1, 0.5, "CS01", 0, "severity:")]
    [InlineData(1, 0.5, "CS01", 6, "severity:")]
    public void Answer_IsRefusedByName(int step, double score, string failure, int severity, string problem) =>
        Assert.StartsWith(problem, new StepAnswer(step, score, 0.5, failure, severity, "").Problem(3), StringComparison.Ordinal);

    [Fact]
    public void GoldSheet_GivesRatings_AndARepeatIsHeldAgainstTheFirstTime()
    {
        var trace = new GoldTrace("triage-queue-trace-1", "triage-queue", Case, ImmutableSortedDictionary<int, GoldReference>.Empty.Add(1, new(0.9, 3)).Add(3, new(0.4, 1)));
        var sheet = AnswerSheet.For(Case).Show(Began).Answer(Said(1, 0.8), Began).Answer(Said(2, 0.8), Began).Answer(Said(3, 0.7), Began).Judge(0.5, 0.9, Began);
        var gold = sheet.GoldRecords("ev_a", trace).Cast<GoldRated>().ToArray();
        Assert.Equal([("triage-queue-trace-1/1", 1.0), ("triage-queue-trace-1/3", 0.0)], gold.Select(rated => (rated.Item, rated.Outcome)));
        EvaluationRecord[] records =
        [
            new EvaluatorEnrolled(0, Began, "ev_a", "GMC", Simulated: false), .. sheet.Records("ev_a", "ep_1"),
            .. AnswerSheet.For(Case).Answer(Said(1, 0.6), Began).Answer(Said(3, 0.6), Began).Judge(0.5, 0.9, Began).RepeatRecords("ev_a", "ep_1"),
        ];
        var standing = Assert.Single(CalibratedEvidence.Of(EvidenceLedger.Of(records)).Evaluators);
        Assert.Equal(0.15, standing.SelfDifference.Value.Value, 12);
        Assert.All(records, record => Assert.True(RecordJson.TryRead(RecordJson.Write(record), out _, out _)));
    }

    [Fact]
    public void BlindTrajectory_HidesNamesAndReasoning_AndNothingThatWasSeen()
    {
        var step = new TrajectoryStep(1, "say", """{"text":"I am PPO-17, the triage agent","n":1700,"list":["ppo-17",{"ppo-17":null}]}""", "ppo-17 speaking", "As PPO-17 I think", "The man says: who is ppo-17?", 3, true);
        var blind = new Trajectory("Opening", [step]).Blind(["ppo-17", "P3", "1700"], showRationale: false).Steps[0];
        Assert.Equal(("""{"text":"I am [hidden], the triage agent","n":1700,"list":["[hidden]",{"ppo-17":null}]}""", "[hidden] speaking", null, step.Observation), (blind.Arguments, blind.Message, blind.Rationale, blind.Observation));
        Assert.Equal("As [hidden] I think", new Trajectory("Opening", [step]).Blind(["ppo-17"], showRationale: true).Steps[0].Rationale);
        Assert.Same(step.Message, new Trajectory("Opening", [step]).Blind([], showRationale: false).Steps[0].Message);
    }

    private static StepAnswer Said(int step, double score) => new(step, score, 0.8, "none", 0, "");

    private static TrajectoryStep Step(int number, bool asked) => new(number, "ask", "{}", null, null, "He answers.", number, asked);
}
