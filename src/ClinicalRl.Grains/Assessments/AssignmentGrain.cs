using System.Text.Json;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Grains.Records;

namespace ClinicalRl.Grains.Assessments;

/// <inheritdoc cref="IAssignmentGrain"/>
[GrainType("assignment")]
internal sealed class AssignmentGrain(
    [PersistentState("assignment")] IPersistentState<AssignmentState> stored, AssessmentSources sources, IEvaluationRecords records, TimeProvider time) : Grain, IAssignmentGrain
{
    private AnswerSheet? sheet;

    private Trajectory? trajectory;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    private AssignmentState State => stored.State;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Sheet is { } text)
            sheet = JsonSerializer.Deserialize<AnswerSheet>(text);
        return Task.CompletedTask;
    }

    public async ValueTask<bool> HandOutAsync(AssignmentTask task)
    {
        if (State.Task is not null)
            return true;
        if (await FindAsync(task) is not { } found)
            return false;
        State.Task = task;
        trajectory = found;
        await StoreAsync(AnswerSheet.For(found), AssignmentStatus.Open);
        return true;
    }

    public ValueTask<AssignmentEnd> StatusAsync() => ValueTask.FromResult(new AssignmentEnd(State.Status, State.Reason));

    public async ValueTask<AssignmentEnd> TakeBackAsync(AssignmentStatus status)
    {
        if (State.Status == AssignmentStatus.Open)
            await StoreAsync(sheet!, status);
        return await StatusAsync();
    }

    public ValueTask<string?> EnvironmentOfAsync(string evaluator)
    {
        if (State.Task is null)
            DeactivateOnIdle();   // nothing: do not let guesses fill the silo's memory
        return ValueTask.FromResult(State.Task?.Evaluator == evaluator ? State.Task.Environment : null);
    }

    public async ValueTask<AssignmentReply?> ReadAsync(string evaluator)
    {
        if (!await IsOwnAsync(evaluator))
            return null;
        if (State.Status == AssignmentStatus.Open && sheet!.Show(time.GetUtcNow()) is var shown && !ReferenceEquals(shown, sheet))
            await StoreAsync(shown, State.Status);
        return Reply();
    }

    public async ValueTask<AssignmentReply?> ScoreAsync(string evaluator, string answer, double? seconds)
    {
        if (!await IsOwnAsync(evaluator))
            return null;
        if (await ClosedAsync() is { } closed)
            return closed;
        var said = JsonSerializer.Deserialize<StepAnswer>(answer)!;
        if (said.Problem(sheet!.Steps) is { } problem)
            return Reply() with { Field = problem.Split(": ")[0], Refusal = problem.Split(": ", 2)[1] };
        if (sheet.Entries.Length >= AnswerSheet.MaxEntries)
            return Reply() with { Refusal = "The sheet is full of corrections." };
        var next = sheet.Answer(said, time.GetUtcNow(), State.Task!.Simulated ? seconds : null);
        if (!ReferenceEquals(next, sheet))
            await KeepAsync(next, State.Status);
        return Reply();
    }

    public async ValueTask<AssignmentReply?> SubmitAsync(string evaluator, double score, double confidence)
    {
        if (!await IsOwnAsync(evaluator))
            return null;
        if (await ClosedAsync() is { } closed)
            return closed;
        if (!sheet!.Missing.IsEmpty)
            return Reply() with { Refusal = $"Steps to be scored first: {string.Join(", ", sheet.Missing)}." };
        if (sheet.Judgements.Length >= AnswerSheet.MaxEntries)
            return Reply() with { Refusal = "The sheet is full of corrections." };
        var next = sheet.Judge(score, confidence, time.GetUtcNow());
        if (!ReferenceEquals(next, sheet))
            await KeepAsync(next, AssignmentStatus.Submitted);
        return Reply();
    }

    public async ValueTask<AssignmentReply?> ReleaseAsync(string evaluator, string reason)
    {
        if (!await IsOwnAsync(evaluator))
            return null;
        if (State.Status == AssignmentStatus.Submitted)
            return Reply() with { Refusal = "It was submitted; what was said can be corrected, not taken back." };
        if (State.Status == AssignmentStatus.Open)
        {
            State.Reason = reason;
            await StoreAsync(sheet!, AssignmentStatus.Released);
        }

        return Reply();
    }

    /// <summary>Whether it is the evaluator's, and its trajectory is at hand.</summary>
    private async ValueTask<bool> IsOwnAsync(string evaluator)
    {
        if (await EnvironmentOfAsync(evaluator) is null)
            return false;
        trajectory ??= await FindAsync(State.Task!);
        return trajectory is not null;
    }

    /// <summary>Why nothing can be answered now; null when something can.</summary>
    private async ValueTask<AssignmentReply?> ClosedAsync()
    {
        if (State.Status == AssignmentStatus.Open && time.GetUtcNow() >= State.Task!.Deadline)
            await StoreAsync(sheet!, AssignmentStatus.Withdrawn);
        return State.Status is AssignmentStatus.Open or AssignmentStatus.Submitted ? null : Reply() with { Refusal = $"The assignment is {State.Status.Word()}." };
    }

    private async ValueTask<Trajectory?> FindAsync(AssignmentTask task)
    {
        var found = task.Kind == AssignmentKind.Gold ? (await sources.GoldAsync(task.Environment))?.Find(task.Source)?.Trajectory : (await sources.FindAsync(Tenant, task.Source))?.Trajectory;
        return found?.Blind(task.HiddenNames, task.ShowRationale);
    }

    /// <summary>Once submitted, every answer is on record before it is answered; records that were kept before are not kept twice.</summary>
    private async ValueTask KeepAsync(AnswerSheet next, AssignmentStatus status)
    {
        var task = State.Task!;
        var (subject, said) = task.Kind switch
        {
            AssignmentKind.Episode => (RecordSubject.Assessment(task.Assessment), next.Records(task.Evaluator, task.Source)),
            AssignmentKind.Repeat => (RecordSubject.Assessment(task.Assessment), next.RepeatRecords(task.Evaluator, task.Source)),
            _ => (RecordSubject.Register, next.GoldRecords(task.Evaluator, (await sources.GoldAsync(task.Environment))!.Find(task.Source)!)),
        };
        foreach (var some in said.Chunk(RecordLimits.MaxAppend))
            await records.AppendAsync(Tenant, subject, some);
        await StoreAsync(next, status);
    }

    private AssignmentReply Reply() => new()
    {
        Assessment = State.Task!.Assessment,
        Environment = State.Task.Environment,
        Status = State.Status,
        Deadline = State.Task.Deadline,
        Simulated = State.Task.Simulated,
        Trajectory = JsonSerializer.Serialize(trajectory),
        Sheet = JsonSerializer.Serialize(sheet),
    };

    private async ValueTask StoreAsync(AnswerSheet next, AssignmentStatus status)
    {
        (State.Sheet, State.Status) = (JsonSerializer.Serialize(next), status);
        try
        {
            await stored.WriteStateAsync();
            sheet = next;
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}

/// <summary>What is stored of an assignment.</summary>
[GenerateSerializer]
[Alias("clinicalrl.assignment.state")]
public sealed class AssignmentState
{
    /// <summary>What to do; null before it was handed out.</summary>
    [Id(0)]
    public AssignmentTask? Task { get; set; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public AssignmentStatus Status { get; set; }

    /// <summary>The answers as JSON; null before it was handed out.</summary>
    [Id(2)]
    public string? Sheet { get; set; }

    /// <summary>Why it was given back, or null.</summary>
    [Id(3)]
    public string? Reason { get; set; }
}
