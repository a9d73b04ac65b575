namespace ClinicalRl.Grains.Jobs;

/// <summary>A job that makes a report, keyed <c>tenant/job</c>. It goes on by itself, and after a restart begins again; what came out is kept.</summary>
[Alias("clinicalrl.report")]
public interface IReportGrain : IGrainWithStringKey
{
    /// <summary>How far it is; null when there is no such job.</summary>
    [Alias("read")]
    ValueTask<JobProgress?> ReadAsync();

    /// <summary>Every form of the report; null until the job is done.</summary>
    [Alias("forms")]
    ValueTask<ReportForms?> FormsAsync();

    /// <summary>Stops it; what was done until then is not kept. Null when there is no such job.</summary>
    [Alias("cancel")]
    ValueTask<JobProgress?> CancelAsync();
}
