using System.Diagnostics;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Retention;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Jobs;

/// <summary>
/// Long work in pieces, keyed <c>tenant/job</c>: it goes on by itself, lets requests in between turns, and after a restart begins again. What
/// came out is kept; what was done of a job that was stopped is not.
/// </summary>
internal abstract partial class JobGrain<TState, TRequest>(IPersistentState<TState> job, JobTurns turns) : Grain, IRemovableJob
    where TState : JobState<TRequest>
    where TRequest : class
{
    /// <summary>How long one turn works before it lets requests, and other jobs, in.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private IGrainTimer? timer;

    private bool prepared;

    private int done;

    /// <summary>Whose it is.</summary>
    protected string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    /// <summary>
    /// Whether what it keeps is made of what is recorded elsewhere, and so is removed when its retention is over. What is itself a record of something says no, and is kept.
    /// </summary>
    protected virtual bool IsDerived => false;

    /// <summary>What is stored.</summary>
    protected TState State => job.State;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Request is null)
            return;
        if (State.Status == JobStatuses.Running)
            GoOn();
        else
            await NoteEndAsync();   // what was lost when it ended, or what an older version did not note
    }

    /// <summary>Begins, unless it has begun.</summary>
    public async ValueTask<JobProgress> StartAsync(TRequest request)
    {
        if (State.Request is null)
        {
            (State.Request, State.Status) = (request, JobStatuses.Running);
            await StoreAsync();
            GoOn();
        }

        return Progress();
    }

    /// <summary>How far it is; null when there is no such job.</summary>
    public ValueTask<JobProgress?> ReadAsync()
    {
        if (State.Request is not null)
            return ValueTask.FromResult<JobProgress?>(Progress());
        DeactivateOnIdle();   // nothing: do not let guesses fill the silo's memory
        return ValueTask.FromResult<JobProgress?>(null);
    }

    /// <summary>Stops it; what was done until then is not kept. Null when there is no such job.</summary>
    public async ValueTask<JobProgress?> CancelAsync()
    {
        if (State.Request is null)
            return null;
        if (State.Status == JobStatuses.Running)
            await EndAsync(JobStatuses.Cancelled, null);
        return Progress();
    }

    /// <summary>Removes what came out of it; false while it runs, or when the store keeps it.</summary>
    public async ValueTask<bool> RemoveAsync()
    {
        if (State.Request is null)
            return true;
        if (!IsDerived || State.Status == JobStatuses.Running || !await ReleaseAsync())
            return false;
        await job.ClearStateAsync();
        DeactivateOnIdle();
        return true;
    }

    /// <summary>Removes what it keeps outside its state; false when that is kept by others.</summary>
    protected virtual ValueTask<bool> ReleaseAsync() => ValueTask.FromResult(true);

    /// <summary>Pieces there are.</summary>
    protected abstract int TotalOf(TRequest request);

    /// <summary>Makes ready for the first piece; why the job cannot be done, or null.</summary>
    protected abstract ValueTask<string?> PrepareAsync(TRequest request);

    /// <summary>Does one piece; why the job cannot be done, or null.</summary>
    protected abstract ValueTask<string?> WorkAsync(TRequest request, int piece, CancellationToken cancel);

    /// <summary>Puts what came out into <see cref="State"/>.</summary>
    protected abstract ValueTask FinishAsync(TRequest request);

    /// <summary>Lets go of what the pieces came to.</summary>
    protected abstract void Forget();

    private JobProgress Progress() => new(State.Status, State.Status == JobStatuses.Running ? done : State.Done, TotalOf(State.Request!), State.Result, State.Failure);

    private void GoOn() => timer = this.RegisterGrainTimer(TurnAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Pause) { KeepAlive = true });

    private async Task TurnAsync(CancellationToken cancel)
    {
        if (State.Status != JobStatuses.Running || !turns.TryBegin())
            return;
        try
        {
            var request = State.Request!;
            var failure = prepared ? null : await PrepareAsync(request);
            prepared = true;
            var began = Stopwatch.GetTimestamp();
            for (var total = TotalOf(request); failure is null && done < total && Stopwatch.GetElapsedTime(began) < Turn; done++)
                failure = await WorkAsync(request, done, cancel);
            if (failure is not null)
            {
                await EndAsync(JobStatuses.Failed, failure);
            }
            else if (done == TotalOf(request))
            {
                await FinishAsync(request);
                await EndAsync(JobStatuses.Done, null);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await EndAsync(JobStatuses.Failed, "The journal or the storage did not answer; start the job again.");
        }
        finally
        {
            turns.End();
        }
    }

    private async Task EndAsync(string status, string? failure)
    {
        timer?.Dispose();
        timer = null;
        (State.Status, State.Done, State.Failure) = (status, done, failure);
        await StoreAsync();
        Forget();
        await NoteEndAsync();
    }

    /// <summary>So that its end can be found when its retention is over. When that fails it is noted later, or kept.</summary>
    private async Task NoteEndAsync()
    {
        if (!IsDerived)
            return;
        try
        {
            await ServiceProvider.GetRequiredService<KeptJobs>().AddAsync(this.GetGrainId(), Tenant);
        }
        catch (JournalUnavailableException error)
        {
            LogNotNoted(ServiceProvider.GetRequiredService<ILogger<KeptJobs>>(), this.GetPrimaryKeyString(), error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of job {Job} could not be noted; it is noted when somebody next looks at it.")]
    private static partial void LogNotNoted(ILogger logger, string job, Exception error);

    /// <summary>Stores <see cref="State"/>; when that fails, memory is forgotten.</summary>
    protected async Task StoreAsync()
    {
        try
        {
            await job.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}
