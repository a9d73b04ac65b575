using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Proportions;
using ClinicalRl.Statistics.Qualification;

namespace ClinicalRl.Service.Evaluators;

/// <summary>What is told of a calibration. While a phase runs, nothing that helps to guess the right answers.</summary>
internal static class CalibrationDetails
{
    private static readonly string[] Phases = ["not-begun", "screening", "screen-failed", "refused", "calibrating", "qualified", "not-qualified", "expired", "retest-due"];

    private static readonly string[] Decisions = ["undecided", "qualified", "never-event-missed", "out-of-reach", "precise", "bank-used"];

    private static readonly string[] Guards = ["luck", "constant-strategy", "format-without-correct", "never-event", "confidence", "effort", "attempts"];

    public static CalibrationAnswerBody Of(string evaluator, GoldBank bank, CalibrationFile file, bool isOwn, DateTimeOffset now) => new()
    {
        Evaluator = evaluator,
        Environment = bank.Environment.Split('@')[0],
        Notice = bank.Notice,
        Phase = Phases[(int)file.PhaseAt(now)],
        QualifiedUntil = file.IsQualifiedAt(now) ? file.QualifiedUntil : null,
        RetestBecause = file.DemandedBecause,
        Answered = file.Answered,
        Next = isOwn && file.Next is { } next ? Show(bank.Items.Single(item => item.Id == next)) : null,
        ScreenFindings = file.Phase is CalibrationPhase.ScreenFailed or CalibrationPhase.Refused ? Findings(file.Screens[^1]) : [],
        Result = file.Run is { Decision: not CalibrationDecision.Undecided } run ? ResultOf(run) : null,
    };

    private static string[] Findings(ScreenRun screen) => screen.Broken.IsEmpty ? ["score"] : [.. screen.Broken.Select(guard => Guards[(int)guard])];

    private static ShownItem Show(GoldItem item) => new()
    {
        ItemId = item.Id,
        Type = item.Type.Word(),
        Form = item.Key switch { ScoreKey => "score", OrderKey => "order", MarkKey => "mark", _ => "choice" },
        Shown = item.Shown,
        Question = item.Question,
        Choices = [.. item.Choices.Select(choice => new ShownChoice { Key = choice.Key, Text = choice.Text })],
    };

    private static CalibrationResult ResultOf(CalibrationRun run) => new()
    {
        Decision = Decisions[(int)run.Decision],
        Rate = RateOf("all", run.Rate, run.Sums.Items == 0 ? Reason.NoData : new Proportion(run.Sums.Correct, run.Sums.Items).LowerBound()),
        ByType = [.. run.ByType().Select(estimate => RateOf(estimate.Type.Word(), estimate.Rate, estimate.LowerBound))],
        Threshold = run.Gate.Looks.Threshold,
    };

    private static RateAnswer RateOf(string type, Statistic rate, Estimate<double> lowerBound) => new()
    {
        Type = type,
        Items = rate.Count,
        Rate = rate.Value.IsDefined ? rate.Value.Value : null,
        Lower = rate.Interval.IsDefined ? rate.Interval.Value.Lower : null,
        Upper = rate.Interval.IsDefined ? rate.Interval.Value.Upper : null,
        LowerBound = lowerBound.IsDefined ? lowerBound.Value : null,
    };
}
