using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;

namespace ClinicalRl.Evaluation.Tests.Simulated;

/// <summary>The whole study of 200 seeds is <c>clinicalrl evaluators study</c>; here are few enough seeds for every build.</summary>
public sealed class PoolStudyTests
{
    [Fact]
    public void Study_RecoversThePool_AndFindsThePlanted()
    {
        var study = PoolStudy.Of(first: 1_000, seeds: 6);
        Assert.Equal(72, study.BiasCovered.Trials);
        Assert.InRange(study.BiasCovered.Rate.Value, 0.87, 1);
        Assert.InRange(study.ReliabilityCovered.Rate.Value, 0.87, 1);
        Assert.InRange(study.EpisodesCovered.Rate.Value, 0.92, 0.98);
        Assert.InRange(study.Gain, 0.25, 0.95);
        Assert.InRange(study.GainPlanted, 0.25, 0.95);
        Assert.True(study.DriftFound.Events >= 5);
        Assert.Equal(6, study.CopyingFound.Events);
        Assert.Equal(6, study.CarelessFound.Events);
        Assert.InRange(study.HonestFlagged.Rate.Value, 0, 0.05);
    }

    [Fact]
    public void Study_IsTheSameToTheLastByte_ForTheSameSeedOnly()
    {
        var design = PoolDesign.Planted(7) with { Episodes = 12 };
        var text = RecordJson.WriteAll(SimulatedStudy.Of(design).Records);
        Assert.Equal(text, RecordJson.WriteAll(SimulatedStudy.Of(design).Records));
        Assert.NotEqual(text, RecordJson.WriteAll(SimulatedStudy.Of(design with { Seed = 8 }).Records));
    }

    [Fact]
    public void EveryEvaluator_IsMarkedAsAProgram()
    {
        var enrolled = SimulatedStudy.Of(PoolDesign.Planted(7) with { Episodes = 3 }).Records.OfType<EvaluatorEnrolled>().ToArray();
        Assert.Equal(12, enrolled.Length);
        Assert.All(enrolled, record => Assert.True(record is { Simulated: true, Register: EvaluatorEnrolled.NoRegister }));
    }

    [Fact]
    public void TrueReliability_IsWhatAnswersShow()
    {
        var study = SimulatedStudy.Of(new PoolDesign { Seed = 3, Episodes = 3, CalibrationItems = 2_000, HiddenItems = 0 });
        foreach (var evaluator in study.Evaluators)
        {
            var right = study.Records.OfType<GoldRated>().Where(rating => rating.Evaluator == evaluator.Id).Average(rating => rating.Outcome);
            Assert.InRange(right - evaluator.TrueReliability(study.References), -0.04, 0.04);
        }
    }

    [Fact]
    public void Pool_IsRefused_WhenTooSmall()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedStudy.Of(new PoolDesign { Honest = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedStudy.Of(new PoolDesign { Honest = 3, EvaluatorsPerEpisode = 4 }));
    }
}
