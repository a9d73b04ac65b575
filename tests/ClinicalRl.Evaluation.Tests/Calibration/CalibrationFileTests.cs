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
        var file = AnswerAll(CalibrationFile.Empty.Begin(Draw));
        Assert.Equal((CalibrationPhase.Qualified, 31), (file.Phase, file.Answered));
        Assert.Same(file, file.Begin(Draw));
        Assert.Null(file.Next);
    }

    [Fact]
    public void Answer_ChangesNothing_WhenRepeatedOrToAnotherItem()
    {
        var begun = CalibrationFile.Empty.Begin(Draw);
        var first = Right(begun.Next!, 0);
        var next = begun.Answer(first, Draw)!;
        Assert.Same(next, next.Answer(first with { Outcome = 0 }, Draw));
        Assert.Null(begun.Answer(Right(begun.Screens[0].Items[3], 0), Draw));
        Assert.Null(CalibrationFile.Empty.Answer(first, Draw));
    }

    [Fact]
    public void Records_SayWhatTheCalibrationSaid()
    {
        var file = AnswerAll(CalibrationFile.Empty.Begin(Draw));
        EvaluationRecord[] records = [new EvaluatorEnrolled(0, DateTimeOffset.UnixEpoch, "ev_a", "NMC", Simulated: false), .. CalibrationRecords.Of("ev_a", "ed-handover", file, Items, first: 1)];
        Assert.Equal(33, records.Length);
        Assert.Equal(Enumerable.Range(0, 33).Select(number => (long)number), records.Select(record => record.Sequence));
        Assert.Contains(records, record => record is GoldRated);
        var standing = Assert.Single(CalibratedEvidence.Of(EvidenceLedger.Of(records)).Evaluators);
        Assert.Equal((31, 31), (standing.Gold.Items, standing.Gold.Correct));
        Assert.Equal(["ed-handover"], standing.Qualified);
        Assert.True(standing.Bias.Value.Value is > -0.001 and < 0.001);
    }

    private static CalibrationFile AnswerAll(CalibrationFile file)
    {
        for (var place = 0; file.Next is { } item; place++)
            file = file.Answer(Right(item, place), Draw)!;
        return file;
    }

    private static CalibrationAnswer Right(string item, int place) =>
        CalibrationAnswer.Of(Items[item], GoldBankTests.RightAnswer(Items[item]), 0.9, 40, DateTimeOffset.UnixEpoch.AddMinutes(place), out _)!;
}
