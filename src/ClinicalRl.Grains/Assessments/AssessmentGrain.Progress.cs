using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Grains.Jobs;

namespace ClinicalRl.Grains.Assessments;

/// <content>What is told of an assessment.</content>
internal sealed partial class AssessmentGrain
{
    private AssessmentProgress Progress()
    {
        var (episodes, hidden) = (State.Slots.Where(slot => slot.Kind == AssignmentKind.Episode).ToList(), State.Slots.Where(slot => slot.Kind != AssignmentKind.Episode));
        var panel = State.Slots.Select(slot => slot.Evaluator).Distinct(StringComparer.Ordinal).ToList();
        return new AssessmentProgress
        {
            Status = StatusNow(),
            Failure = State.Failure,
            Request = State.Request!,
            Population = State.Population,
            Scenarios = State.Scenarios,
            Unreadable = State.Unreadable,
            Chosen = Chosen().Length,
            Complete = episodes.Where(slot => slot.Status == AssignmentStatus.Submitted).CountBy(slot => slot.Source, StringComparer.Ordinal).Count(episode => episode.Value >= State.Request!.Evaluators),
            RewardFunction = State.RewardFunction,
            Panel = panel.Count,
            SimulatedPanel = panel.Count(State.Simulated.Contains),
            Episodes = CountOf(episodes),
            Hidden = CountOf(hidden),
            Unfilled = State.Unfilled,
            NotAsked = State.NotAsked,
            Released = [.. State.Slots.Where(slot => slot.Reason is not null).TakeLast(MostReasons).Select(slot => slot.Reason!)],
        };
    }

    private static Dictionary<string, int> CountOf(IEnumerable<AssessmentSlot> slots) => slots.CountBy(slot => slot.Status.Word(), StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    private string StatusNow() => State switch
    {
        { Stopped: true } or { Status: JobStatuses.Cancelled } => AssessmentStatuses.Cancelled,
        { Status: JobStatuses.Failed } => AssessmentStatuses.Failed,
        { Status: JobStatuses.Running } => AssessmentStatuses.Choosing,
        _ => State.Slots.Exists(IsToDo) ? AssessmentStatuses.Open : AssessmentStatuses.Complete,
    };
}
