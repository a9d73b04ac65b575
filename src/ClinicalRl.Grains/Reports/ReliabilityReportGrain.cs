using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.Reports;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Reliability;
using ClinicalRl.Reports.Documents;
using ClinicalRl.Reports.Reliability;
using ClinicalRl.Reports.Reliability.Figures;

namespace ClinicalRl.Grains.Reports;

/// <inheritdoc cref="IReliabilityReportGrain"/>
[GrainType("reliability-report")]
internal sealed class ReliabilityReportGrain(
    [PersistentState("reliability-report")] IPersistentState<ReliabilityReportState> job, JobTurns turns, IEvaluationRecords records, IJournal journal, IBlobStore blobs, ILogSigner signer, TimeProvider time)
    : JobGrain<ReliabilityReportState, StartReliabilityReport>(job, turns), IReliabilityReportGrain
{
    /// <summary>How long a stream may take to bring what was kept when the report was begun; what it has not brought by then is a difference.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly List<ReportCheck> checks = [];

    private SelectedEvidence? evidence;

    private string Id => this.GetPrimaryKeyString().Split('/')[1];

    public ValueTask<string?> SignedAsync() => ValueTask.FromResult(State.Signed);

    // Gathering, comparing with what was streamed, making and entering.
    protected override int TotalOf(StartReliabilityReport request) => 3;

    protected override ValueTask<string?> PrepareAsync(StartReliabilityReport request) => ValueTask.FromResult<string?>(null);

    protected override async ValueTask<string?> WorkAsync(StartReliabilityReport request, int piece, CancellationToken cancel)
    {
        switch (piece)
        {
            case 0:
                evidence = await SelectedEvidence.OfAsync(records, journal, Tenant, request.Selection);
                return evidence.Assessments.Count > 0
                    ? null
                    : "No evaluated episode is selected. Assessments whose evaluators are programs are reported on when they are named in 'assessments'.";
            case 1:
                foreach (var assessment in evidence!.Assessments)
                    checks.Add(await CheckAsync(assessment, cancel));
                return null;
            default:
                await MakeAsync(request, cancel);
                return null;
        }
    }

    protected override ValueTask FinishAsync(StartReliabilityReport request) => ValueTask.CompletedTask;

    /// <summary>A report that was made is in a ledger, which would name what is not there.</summary>
    protected override ValueTask<bool> ReleaseAsync() => ValueTask.FromResult(State.Result is null);

    protected override void Forget()
    {
        evidence = null;
        checks.Clear();
    }

    /// <summary>Compares what was streamed with what the records come to; the report itself is always of the records.</summary>
    private async Task<ReportCheck> CheckAsync(RecordSubject assessment, CancellationToken cancel)
    {
        var grain = GrainFactory.GetGrain<IReliabilityGrain>($"{Tenant}/{assessment}");
        var begun = time.GetTimestamp();
        var check = await grain.CheckAsync(isFinal: false);
        while (check.Outcome == CheckOutcome.Behind)
        {
            await Task.Delay(Pause, time, cancel);
            check = await grain.CheckAsync(isFinal: time.GetElapsedTime(begun) > Patience);
        }

        return new ReportCheck(assessment.ToString(), check.Outcome == CheckOutcome.Equal ? "equal" : "differs", check.Rebuilt, check.Records, check.Missing);
    }

    private async Task MakeAsync(StartReliabilityReport request, CancellationToken cancel)
    {
        var (ledger, lines) = (evidence!.Ledger, evidence.Lines());
        var made = await Task.Run(() => Render(ledger, request.Resamples), cancel);
        var wanted = new ReportEntry(
            Tenant, Id, request.Selection.Words, ledger.Holding<EvaluatorEnrolled>().Any(evaluator => evaluator.Simulated) ? ReportEntry.Simulated : ReportEntry.Clinicians,
            Sha256Digest.TryParse(ReliabilityFigures.HashOf(ledger), out var hash) ? hash : default, Sha256Digest.Of(made.Json), Sha256Digest.Of(made.Html), Sha256Digest.Of(made.Pdf),
            Sha256Digest.Of(lines), DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()));
        await PutAsync(wanted.Json, ReportFiles.Json, made.Json, cancel);
        await PutAsync(wanted.Html, ReportFiles.Html, made.Html, cancel);
        await PutAsync(wanted.Pdf, ReportFiles.Pdf, made.Pdf, cancel);
        await PutAsync(wanted.Evidence, ReportFiles.Evidence, lines, cancel);
        var entered = await GrainFactory.GetGrain<IReportLedgerGrain>(Tenant).EnterAsync(wanted.ToBytes());
        if (!ReportEntry.TryRead(entered.Entry, out var entry, out var problem))
            throw new JournalUnavailableException(problem);
        State.Signed = await entry.SignAsync(signer, cancel);
        State.Result = JsonSerializer.SerializeToUtf8Bytes(ReportResult.Of(entered.Leaf, entry, ledger.Count, signer.PublicKey.KeyId, checks), JsonSerializerOptions.Web);
    }

    private async Task PutAsync(Sha256Digest hash, string ending, byte[] bytes, CancellationToken cancel) => await blobs.PutOnceAsync(ReportBlobs.NameOf(Tenant, hash, ending), bytes, cancel);

    private static (byte[] Json, byte[] Html, byte[] Pdf) Render(EvidenceLedger ledger, int resamples)
    {
        var report = ReliabilityReport.Of(ledger, resamples);
        return (ReportJson.Write(report), Encoding.UTF8.GetBytes(ReportPage.Render(report)), ReportSheets.Render(report));
    }
}

/// <summary>A comparison made for a report.</summary>
/// <param name="Assessment">Whose state.</param>
/// <param name="Outcome">equal, or differs: then the rebuild was taken, and an error was logged.</param>
/// <param name="Figures">SHA-256 of the figures of the records.</param>
/// <param name="Records">Records compared.</param>
/// <param name="Missing">Of these, not streamed.</param>
public sealed record ReportCheck(string Assessment, string Outcome, string Figures, int Records, int Missing);

/// <summary>What a finished job says of its report.</summary>
public sealed record ReportResult
{
    /// <summary>Its number among the tenant's.</summary>
    public required long Number { get; init; }

    /// <summary>What was selected, in words.</summary>
    public required string Selection { get; init; }

    /// <summary>clinicians or simulated.</summary>
    public required string Evaluators { get; init; }

    /// <summary>Records it rests on.</summary>
    public required int Records { get; init; }

    /// <summary>SHA-256 over their ids.</summary>
    public required string RecordsHash { get; init; }

    /// <summary>SHA-256 of the JSON.</summary>
    public required string Json { get; init; }

    /// <summary>SHA-256 of the page.</summary>
    public required string Html { get; init; }

    /// <summary>SHA-256 of the sheets.</summary>
    public required string Pdf { get; init; }

    /// <summary>SHA-256 of the records.</summary>
    public required string Evidence { get; init; }

    /// <summary>When it was made.</summary>
    public required string Made { get; init; }

    /// <summary>Id of the key that signed its entry.</summary>
    public required string KeyId { get; init; }

    /// <summary>Whether what was streamed of each assessment was what its records come to.</summary>
    public required IReadOnlyList<ReportCheck> Checks { get; init; }

    internal static ReportResult Of(long leaf, ReportEntry entry, int records, string keyId, IReadOnlyList<ReportCheck> checks) => new()
    {
        Number = leaf + 1, Selection = entry.Selection, Evaluators = entry.Evaluators, Records = records, RecordsHash = entry.Records.ToString(), Json = entry.Json.ToString(), Html = entry.Html.ToString(),
        Pdf = entry.Pdf.ToString(), Evidence = entry.Evidence.ToString(), Made = RunLogTime.Write(entry.Time), KeyId = keyId, Checks = [.. checks],
    };
}

/// <summary>What is stored of a report; its files are blobs.</summary>
[GenerateSerializer]
[Alias("clinicalrl.reliability-report.state")]
public sealed class ReliabilityReportState : JobState<StartReliabilityReport>
{
    /// <summary>The entry signed, or null.</summary>
    [Id(0)]
    public string? Signed { get; set; }
}
