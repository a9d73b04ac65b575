namespace ClinicalRl.Grains.Jobs;

/// <summary>A job whose result is a report in three forms.</summary>
internal abstract class ReportGrain<TState, TRequest>(IPersistentState<TState> job, JobTurns turns) : JobGrain<TState, TRequest>(job, turns)
    where TState : ReportState<TRequest>
    where TRequest : class
{
    protected override bool IsDerived => true;

    /// <summary>Every form of the report; null until the job is done.</summary>
    public ValueTask<ReportForms?> FormsAsync() => ValueTask.FromResult(
        State.Status == JobStatuses.Done ? new ReportForms(State.Result!, State.Csv!, State.Html!) : null);

    /// <summary>The report that the pieces came to.</summary>
    protected abstract Task<ReportForms> RenderAsync(TRequest request);

    protected override async ValueTask FinishAsync(TRequest request)
    {
        var forms = await RenderAsync(request);
        (State.Result, State.Csv, State.Html) = (forms.Json, forms.Csv, forms.Html);
    }
}

/// <summary>What is stored of a report.</summary>
/// <typeparam name="TRequest">What was asked for.</typeparam>
[GenerateSerializer]
[Alias("clinicalrl.report.state`1")]
public abstract class ReportState<TRequest> : JobState<TRequest>
    where TRequest : class
{
    /// <summary>The report for spreadsheets, or null.</summary>
    [Id(5)]
    public byte[]? Csv { get; set; }

    /// <summary>The report for people, or null.</summary>
    [Id(6)]
    public byte[]? Html { get; set; }
}
