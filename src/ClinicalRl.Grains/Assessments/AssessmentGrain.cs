using System.Globalization;
using System.Text.Json;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Grains.Evaluators;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Grains.Assessments;

/// <inheritdoc cref="IAssessmentGrain"/>
[GrainType("assessment")]
internal sealed partial class AssessmentGrain(
    [PersistentState("assessment")] IPersistentState<AssessmentState> stored, JobTurns turns, AssessmentOpening opening, EvaluatorPool pool, TimeProvider time)
    : JobGrain<AssessmentState, StartAssessment>(stored, turns), IAssessmentGrain
{
    /// <summary>Assignments that lie on a desk at once: so few that a repeat never lies beside its first time.</summary>
    private const int Hand = 3;

    /// <summary>Overdue assignments that one look deals with.</summary>
    private const int MostOverdue = 50;

    private const int MostReasons = 100;

    private OpeningWork? work;

    private string Assessment => this.GetPrimaryKeyString().Split('/')[1];

    private bool IsOpen => State is { Status: JobStatuses.Done, Stopped: false };

    public async ValueTask<AssessmentProgress> BeginAsync(StartAssessment request)
    {
        await StartAsync(request);
        return (await ProgressAsync())!;
    }

    public async ValueTask<AssessmentProgress?> ProgressAsync()
    {
        if (State.Request is null)
        {
            DeactivateOnIdle();   // nothing: do not let guesses fill the silo's memory
            return null;
        }

        if (IsOpen && await TakeBackOverdueAsync())
            await StoreAsync();
        await EndIfOverAsync();
        return Progress();
    }

    public async ValueTask<AssessmentProgress?> StopAsync()
    {
        if (State.Request is null)
            return null;
        await CancelAsync();
        if (IsOpen)
        {
            foreach (var slot in State.Slots.Where(IsToDo))
                slot.Status = slot.Status == AssignmentStatus.Open ? (await Assignment(slot).TakeBackAsync(AssignmentStatus.Cancelled)).Status : AssignmentStatus.Cancelled;
            State.Stopped = true;
            await StoreAsync();
        }

        await EndIfOverAsync();
        return Progress();
    }

    public async ValueTask<IReadOnlyList<DeskEntry>> DeskAsync(string evaluator)
    {
        if (!IsOpen)
            return [];
        var changed = await TakeBackOverdueAsync();
        if (!await pool.MayJudgeAsync(Tenant, State.Request!.Selection.Environment!, evaluator))
            changed |= await TakeBackAsync([.. State.Slots.Where(slot => slot.Evaluator == evaluator && IsToDo(slot))]);
        foreach (var slot in State.Slots.Where(slot => slot.Evaluator == evaluator && slot.Status == AssignmentStatus.Open).ToList())
            changed |= await LookAtAsync(slot);
        changed |= await HandOutAsync(evaluator);
        if (changed)
            await StoreAsync();
        await EndIfOverAsync();
        return
        [
            .. State.Slots.Where(slot => slot.Evaluator == evaluator && (slot.Status is AssignmentStatus.Open or AssignmentStatus.Submitted))
                .Select(slot => new DeskEntry(slot.Assignment, State.Request.Selection.Environment!, slot.Status.Word(), slot.Deadline)),
        ];
    }

    public async ValueTask SettleAsync(string assignment)
    {
        if (IsOpen && State.Slots.Find(slot => slot.Assignment == assignment) is { Status: AssignmentStatus.Open } slot && await LookAtAsync(slot))
            await StoreAsync();
        await EndIfOverAsync();
    }

    /// <summary>Every entry of the ledger, and then the choice.</summary>
    protected override int TotalOf(StartAssessment request) => request.TreeSize + 1;

    protected override ValueTask<string?> PrepareAsync(StartAssessment request)
    {
        work = opening.Begin(Tenant, Assessment, request);
        return ValueTask.FromResult<string?>(null);
    }

    protected override async ValueTask<string?> WorkAsync(StartAssessment request, int piece, CancellationToken cancel) =>
        piece < request.TreeSize ? await work!.LookAtAsync(piece, cancel) : await work!.OpenAsync(State);

    protected override async ValueTask FinishAsync(StartAssessment request)
    {
        foreach (var slot in State.Slots)
            slot.Deadline = time.GetUtcNow().AddHours(request.DeadlineHours);
        var gold = State.Slots.Where(slot => slot.Kind == AssignmentKind.Gold).ToLookup(slot => slot.Evaluator, slot => slot.Source);
        foreach (var own in gold)
            await GrainFactory.GetGrain<IEvaluatorRegisterGrain>(Tenant).ShowTracesAsync(own.Key, [.. own]);
    }

    protected override void Forget() => work = null;

    /// <summary>Choosing ended long before the assessment does: while that takes answers, who has what is not removed.</summary>
    protected override ValueTask<bool> ReleaseAsync() => ValueTask.FromResult(StatusNow() is not (AssessmentStatuses.Choosing or AssessmentStatuses.Open));

    /// <summary>Puts what comes next on the desk until it holds a hand. A repeat waits for its first time, and falls when that was never done.</summary>
    private async ValueTask<bool> HandOutAsync(string evaluator)
    {
        var changed = false;
        var held = State.Slots.Count(slot => slot.Evaluator == evaluator && slot.Status == AssignmentStatus.Open);
        foreach (var slot in State.Slots.Where(slot => slot.Evaluator == evaluator && slot.Status == AssignmentStatus.Waiting).ToList())
        {
            if (held >= Hand)
                break;
            var first = slot.Kind == AssignmentKind.Repeat ? State.Slots.Find(other => other.Evaluator == evaluator && other.Source == slot.Source && other.Kind == AssignmentKind.Episode)?.Status : AssignmentStatus.Submitted;
            if (first is AssignmentStatus.Open or AssignmentStatus.Waiting)
                continue;
            changed = true;
            if (first != AssignmentStatus.Submitted || !await Assignment(slot).HandOutAsync(TaskOf(slot)))
            {
                slot.Status = AssignmentStatus.Withdrawn;
                continue;
            }

            slot.Status = AssignmentStatus.Open;
            held++;
        }

        return changed;
    }

    private async ValueTask<bool> TakeBackOverdueAsync()
    {
        var now = time.GetUtcNow();
        var overdue = State.Slots.Where(slot => IsToDo(slot) && slot.Deadline <= now).Take(MostOverdue).ToList();
        return await TakeBackAsync(overdue);
    }

    private async ValueTask<bool> TakeBackAsync(List<AssessmentSlot> slots)
    {
        if (slots.Count == 0)
            return false;
        var found = await pool.ReadAsync(Tenant, State.Request!.Selection.Environment!, State.RewardFunction!);
        foreach (var slot in slots)
        {
            slot.Status = slot.Status == AssignmentStatus.Open ? (await Assignment(slot).TakeBackAsync(AssignmentStatus.Withdrawn)).Status : AssignmentStatus.Withdrawn;
            Replace(slot, found);
        }

        return true;
    }

    /// <summary>Takes over what the assignment itself says.</summary>
    private async ValueTask<bool> LookAtAsync(AssessmentSlot slot)
    {
        var end = await Assignment(slot).StatusAsync();
        if (end.Status == slot.Status)
            return false;
        (slot.Status, slot.Reason) = (end.Status, end.Reason);
        if (slot.Status != AssignmentStatus.Submitted)
            Replace(slot, await pool.ReadAsync(Tenant, State.Request!.Selection.Environment!, State.RewardFunction!));
        return true;
    }

    /// <summary>Gives an episode that one evaluator did not score to another who may and never had it.</summary>
    private void Replace(AssessmentSlot slot, EvaluatorsFound found)
    {
        if (slot.Kind != AssignmentKind.Episode || slot.Status is not (AssignmentStatus.Released or AssignmentStatus.Withdrawn))
            return;
        var request = State.Request!;
        var episode = Chosen().Single(candidate => candidate.Episode == slot.Source);
        var had = State.Slots.Where(other => other.Source == slot.Source).Select(other => other.Evaluator).ToHashSet(StringComparer.Ordinal);
        var loads = State.Slots.Where(IsToDo).CountBy(other => other.Evaluator, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        if (AssignmentPlan.TakeOver(episode, found.Available, loads, had, request.Seed!.Value + (ulong)State.Slots.Count) is not { } next)
        {
            State.Unfilled++;
            return;
        }

        if (found.Simulated.Contains(next) && !State.Simulated.Contains(next))
            State.Simulated.Add(next);
        State.Slots.Add(new AssessmentSlot
        {
            Assignment = AssessmentKeys.NewAssignment(), Evaluator = next, Kind = AssignmentKind.Episode, Source = slot.Source, Deadline = time.GetUtcNow().AddHours(request.DeadlineHours),
        });
    }

    private AssignmentTask TaskOf(AssessmentSlot slot)
    {
        var request = State.Request!;
        var labels = slot.Kind == AssignmentKind.Gold ? [] : Chosen().Single(candidate => candidate.Episode == slot.Source).Labels;
        return new AssignmentTask
        {
            Assessment = Assessment,
            Evaluator = slot.Evaluator,
            Simulated = State.Simulated.Contains(slot.Evaluator),
            Kind = slot.Kind,
            Source = slot.Source,
            Environment = request.Selection.Environment!,
            Deadline = slot.Deadline,
            ShowRationale = request.ShowRationale,
            HiddenNames = [.. labels.Where(label => request.HiddenLabels.Contains(label.Split('=', 2)[0], StringComparer.Ordinal)).Select(label => label.Split('=', 2)[1])],
        };
    }

    private static bool IsToDo(AssessmentSlot slot) => slot.Status is AssignmentStatus.Open or AssignmentStatus.Waiting;

    private EpisodeCandidate[] Chosen() => JsonSerializer.Deserialize<EpisodeCandidate[]>(State.Chosen)!;

    /// <summary>Takes it off the list of those that are asked whenever an evaluator looks at the desk.</summary>
    private async ValueTask EndIfOverAsync()
    {
        if (StatusNow() is not (AssessmentStatuses.Choosing or AssessmentStatuses.Open))
            await GrainFactory.GetGrain<IAssessmentIndexGrain>(Tenant).EndedAsync(Assessment);
    }

    private IAssignmentGrain Assignment(AssessmentSlot slot) => GrainFactory.GetGrain<IAssignmentGrain>(AssessmentKeys.Assignment(TenantId.Parse(Tenant), slot.Assignment));
}
