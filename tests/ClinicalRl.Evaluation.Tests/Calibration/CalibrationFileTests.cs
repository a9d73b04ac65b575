using System.Collections.Immutable;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Tests.Banks;

namespace ClinicalRl.Evaluation.Tests.Calibration;

public sealed class CalibrationFileTests
{
    private static readonly ImmutableDictionary<string, GoldItem> Items = GoldBank.Shipped().Single(bank => bank.Id == "ed-handover-gold").Items.ToImmutableDictionary(item => item.Id);

    private static readonly CalibrationDraw Draw = new(Items, new CalibrationGate(), 5, ImmutableDictionary<string, int>.Empty);

    [Fact]
    public void File_GoesThroughBothPhases_WhenAllIsRight()
    {
        var file = AnswerAll(CalibrationFile.Empty.Begin(Draw, DateTimeOffset.UnixEpoch));
        Assert.Equal((CalibrationPhase.Qualified, 31), (file.Phase, file.Answered));
        Assert.Same(file, file.Begin(Draw, DateTimeOffset.UnixEpoch));
        Assert.Null(file.Next);
    }

    [Fact]
    public void Answer_ChangesNothing_WhenRepeatedOrToAnotherItem()
    {
        var begun = CalibrationFile.Empty.Begin(Draw, DateTimeOffset.UnixEpoch);
        var first = Right(begun.Next!, 0);
        var next = begun.Answer(first, Draw)!;
        Assert.Same(next, next.Answer(first with { Outcome = 0 }, Draw));
        Assert.Null(begun.Answer(Right(begun.Screens[0].Items[3], 0), Draw));
        Assert.Null(CalibrationFile.Empty.Answer(first, Draw));
    }

    [Fact]
    public void Records_SayWhatTheCalibrationSaid()
    {
        var file = AnswerAll(CalibrationFile.Empty.Begin(Draw, DateTimeOffset.UnixEpoch));
        EvaluationRecord[] records = [new EvaluatorEnrolled(0, DateTimeOffset.UnixEpoch, "ev_a", "NMC", Simulated: false), .. CalibrationRecords.Of("ev_a", "ed-handover", file, Items, first: 1)];
        Assert.Equal(33, records.Length);
        Assert.Equal(Enumerable.Range(0, 33).Select(number => (long)number), records.Select(record => record.Sequence));
        Assert.Contains(records, record => record is GoldRated);
        var standing = Assert.Single(CalibratedEvidence.Of(EvidenceLedger.Of(records)).Evaluators);
        Assert.Equal((31, 31), (standing.Gold.Items, standing.Gold.Correct));
        Assert.Equal(["ed-handover"], standing.Qualified);
        Assert.True(standing.Bias.Value.Value is > -0.001 and < 0.001);
    }

    [Fact]
    public void Qualification_Expires_AndIsRenewed_WithItemsNotSeenLately()
    {
        var file = AnswerAll(CalibrationFile.Empty.Begin(Draw, DateTimeOffset.UnixEpoch));
        var (reached, until) = (file.Run!.Answers[^1].At, file.QualifiedUntil!.Value);
        Assert.Equal(reached.AddDays(365), until);
        Assert.True(file.IsQualifiedAt(until.AddTicks(-1)));
        Assert.False(file.IsQualifiedAt(until));
        Assert.Equal((CalibrationPhase.Qualified, CalibrationPhase.Expired), (file.PhaseAt(until.AddTicks(-1)), file.PhaseAt(until)));
        Assert.Same(file, file.Begin(Draw, until.AddDays(-61)));

        var again = file.Begin(Draw, until.AddDays(-60));
        Assert.Equal(CalibrationPhase.Calibrating, again.PhaseAt(until.AddDays(-60)));
        Assert.True(again.IsQualifiedAt(until.AddDays(-1)));   // what was found before holds while it would have
        Assert.False(again.IsQualifiedAt(until));
        var seen = file.Screens.SelectMany(screen => screen.Answers).Concat(file.Run.Answers).Select(answer => answer.Item).ToList();
        Assert.Equal(Items.Count, again.Run!.Items.Length);
        Assert.Empty(again.Run.Items.Take(Items.Count - seen.Count).Intersect(seen));
        Assert.Equal(seen, again.Run.Items.Skip(Items.Count - seen.Count));   // those answered longest ago come back first

        var renewed = AnswerAll(again, from: until.AddDays(10));
        Assert.Equal((2, 51), (renewed.Runs.Count(), renewed.Answered));
        Assert.True(renewed.IsQualifiedAt(until.AddDays(370)));
        var before = CalibrationRecords.Of("ev_a", "ed-handover", file, Items, first: 0).Select(RecordJson.IdOf).ToArray();
        Assert.Equal(before, CalibrationRecords.Of("ev_a", "ed-handover", renewed, Items, first: 0).Select(RecordJson.IdOf).Take(before.Length));
    }

    [Fact]
    public void Demand_EndsTheQualification_UntilPhase2IsPassedAgain_AndAnItemCanBeAnsweredAgain()
    {
        Assert.Same(CalibrationFile.Empty, CalibrationFile.Empty.Demand(DateTimeOffset.UnixEpoch, "drift"));
        var file = AnswerAll(CalibrationFile.Empty.Begin(Draw, DateTimeOffset.UnixEpoch));
        var now = DateTimeOffset.UnixEpoch.AddDays(3);
        var demanded = file.Demand(now, "drift");
        Assert.Equal((CalibrationPhase.RetestDue, false), (demanded.PhaseAt(now), demanded.IsQualifiedAt(now)));
        var failed = demanded.Begin(Draw, now);
        while (failed.Next is { } item)
        {
            Assert.False(failed.HasAnswered(item));
            failed = failed.Answer(Right(item, 0, now) with { Outcome = 0 }, Draw)!;
        }

        Assert.Equal((CalibrationPhase.NotQualified, false), (failed.PhaseAt(now), failed.IsQualifiedAt(now)));
        Assert.Same(failed, failed.Begin(Draw, now.AddDays(400)));   // no number of tries: somebody has to ask for another
        var third = AnswerAll(failed.Demand(now.AddDays(1), "drift").Begin(Draw, now.AddDays(1)), now.AddDays(2));
        Assert.True(third.IsQualifiedAt(now.AddDays(2)));
        Assert.Equal(3, third.Runs.Count());
    }

    private static CalibrationFile AnswerAll(CalibrationFile file, DateTimeOffset from = default)
    {
        for (var place = 0; file.Next is { } item; place++)
            file = file.Answer(Right(item, place, from == default ? DateTimeOffset.UnixEpoch : from), Draw)!;
        return file;
    }

    private static CalibrationAnswer Right(string item, int place, DateTimeOffset? from = null) =>
        CalibrationAnswer.Of(Items[item], GoldBankTests.RightAnswer(Items[item]), 0.9, 40, (from ?? DateTimeOffset.UnixEpoch).AddMinutes(place), out _)!;
}
