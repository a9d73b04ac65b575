using System.Text.Json;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Reliability;
using ClinicalRl.Reports.Reliability;
using ClinicalRl.Reports.Reliability.Figures;
using ClinicalRl.Statistics;

namespace ClinicalRl.Service.Reliability;

/// <summary>Says what an episode's rewards are worth. Never on the way of a step.</summary>
internal sealed class EpisodeEvidenceReader(IGrainFactory grains, IEvaluationRecords records)
{
    /// <summary>Which rewards can be chosen.</summary>
    public static IReadOnlyList<string> Choices { get; } = ["automatic", "calibrated", "blended"];

    /// <summary>Most assessments of an episode that are looked at, latest first.</summary>
    private const int MaxAssessments = 8;

    /// <summary>The evidence of an episode whose log is <paramref name="log"/>; null when the log has a form that this version does not know.</summary>
    public async ValueTask<EvidenceAnswer?> ReadAsync(string tenant, string episode, ReadOnlyMemory<byte> log, string choice)
    {
        if (!JudgedEpisode.TryRead(log, out var judged))
            return null;
        var shares = await grains.GetGrain<ICriterionAgreementGrain>(tenant).ReadAsync(judged.RewardFunction);
        var agreement = shares.ToDictionary(
            share => share.Criterion, share => new CriterionAgreement(share.RewardFunction, share.Criterion, share.Agreed, share.Scenarios, share.Simulated), StringComparer.Ordinal);
        var (assessment, figures, simulated) = await FindAsync(tenant, episode);
        var steps = judged.Steps.Select(step => Step(step, agreement, figures?.Steps.FirstOrDefault(known => known.Step == step.Step))).ToList();
        var whole = new EpisodeEvidenceAnswer
        {
            Automatic = judged.Reward is { } reward ? Automatic(AutomaticScore.Of(reward, judged.Verdicts, agreement)) : null,
            Calibrated = figures is null ? null : Calibrated(figures.Calibrated, figures.Evaluators),
            Undefined = figures is null ? Reason.NoData.Code() : figures.Calibrated.Reason?.Code(),
            Covered = figures is { Covered.IsDefined: true } ? figures.Covered.Value : 0,
        };
        simulated |= shares.Any(share => share.Simulated && steps.Exists(step => step.Automatic.Status == "calibrated"));
        return new EvidenceAnswer
        {
            Status = steps.Exists(step => step.Calibrated is not null) ? "calibrated" : "uncalibrated",
            Simulated = simulated,
            Notice = simulated ? ReliabilityReport.Simulated : null,
            Assessment = assessment,
            Episode = whole,
            Steps = steps,
            Rewards = new ChosenRewardsAnswer
            {
                Choice = choice,
                Episode = Choose(choice, whole.Automatic?.Reward, whole.Calibrated),
                Steps = [.. steps.Select(step => new ChosenStepReward { Step = step.Step, Reward = Choose(choice, step.Automatic.Reward, step.Calibrated) })],
            },
        };
    }

    /// <summary>The latest assessment that has a calibrated score of any of the episode's steps.</summary>
    private async ValueTask<(string? Assessment, EpisodeFigures? Figures, bool Simulated)> FindAsync(string tenant, string episode)
    {
        var assessments = await records.AssessmentsAsync(new RecordQuery(tenant) { Episode = episode, Limit = MaxAssessments });
        for (var i = assessments.Length - 1; i >= 0; i--)
        {
            if (await grains.GetGrain<IReliabilityGrain>($"{tenant}/{assessments[i]}").EpisodeAsync(episode) is not { } found)
                continue;
            var figures = JsonSerializer.Deserialize<EpisodeFigures>(found.Figures, JsonSerializerOptions.Web)!;
            if (figures.Steps.Any(step => step.Calibrated.IsDefined))
                return (assessments[i].ToString(), figures, found.Simulated);
        }

        return (null, null, false);
    }

    private static StepEvidenceAnswer Step(JudgedStep step, Dictionary<string, CriterionAgreement> agreement, StepFigures? figures) => new()
    {
        Step = step.Step,
        Automatic = Automatic(AutomaticScore.Of(step.Reward, step.Verdicts, agreement)),
        Calibrated = figures is null ? null : Calibrated(figures.Calibrated, figures.Evaluators),
        Undefined = figures is null ? Reason.NoData.Code() : figures.Calibrated.Reason?.Code(),
        Flags = figures is null ? [] : [.. figures.Flags, .. figures.NeedsAdjudication ? ["needs-adjudication"] : Array.Empty<string>()],
    };

    private static AutomaticAnswer Automatic(AutomaticScore score) => new()
    {
        Reward = score.Reward,
        Lower = score.Lower,
        Upper = score.Upper,
        Status = score.IsCalibrated ? "calibrated" : "uncalibrated",
        Expected = score.Expected.IsDefined ? score.Expected.Value : null,
    };

    private static CalibratedAnswer? Calibrated(Estimate<CalibratedScore> score, int evaluators) => !score.IsDefined ? null : new CalibratedAnswer
    {
        Score = score.Value.Score,
        Lower = score.Value.Lower,
        Upper = score.Value.Upper,
        Reliability = score.Value.Reliability.IsDefined ? score.Value.Reliability.Value : null,
        Evaluators = evaluators,
        Judgements = score.Value.Judgements,
    };

    private static double? Choose(string choice, double? automatic, CalibratedAnswer? calibrated) => choice switch
    {
        "calibrated" => calibrated?.Score,
        "blended" when calibrated is { Reliability: { } share } => automatic + (share * (calibrated.Score - automatic)),
        _ => automatic,
    };
}
