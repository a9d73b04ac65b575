using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Streams;
using ClinicalRl.Statistics.Qualification;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace ClinicalRl.Grains.Reliability;

/// <inheritdoc cref="IEvaluatorStandingGrain"/>
/// <remarks>Nothing of its own is stored: the evaluator's records are read at the beginning, and the stream brings the rest.</remarks>
[GrainType("evaluator-standing")]
[ImplicitStreamSubscription(RecordStreams.Evaluators)]
internal sealed class EvaluatorStandingGrain(IEvaluationRecords records) : Grain, IEvaluatorStandingGrain, IAsyncObserver<StreamEvent>, IStreamSubscriptionObserver
{
    /// <summary>Most assessments named.</summary>
    public const int MaxAssessments = 50;

    private readonly EvidenceLedger ledger = new();

    private string Tenant => this.GetPrimaryKeyString().Split('/', 2)[0];

    private string Evaluator => this.GetPrimaryKeyString().Split('/', 2)[1];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await foreach (var record in records.ReadAllAsync(new RecordQuery(Tenant) { Evaluator = Evaluator }))
            ledger.Apply(record.Read());
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<StreamEvent>().ResumeAsync(this);

    public Task OnNextAsync(StreamEvent item, StreamSequenceToken? token = null)
    {
        if (!RecordJson.TryRead(item.Payload, out var record, out var problem))
            throw new InvalidOperationException($"The stream of {this.GetPrimaryKeyString()} brought what is no record: {problem}");
        ledger.Apply(record);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public async ValueTask<EvaluatorRecordStanding?> ReadAsync()
    {
        if (ledger.Count == 0)
        {
            DeactivateOnIdle();   // nothing: do not let guesses fill the silo's memory
            return null;
        }

        var strata = ledger.Holding<IGoldOutcome>().Select(answer => answer.Stratum).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var gold = strata.Aggregate(default(OutcomeSums), (sum, stratum) => sum + ledger.Outcomes.Of(Evaluator, stratum));
        return new EvaluatorRecordStanding
        {
            Evaluator = Evaluator,
            Simulated = ledger.Holding<EvaluatorEnrolled>().Any(enrolled => enrolled.Simulated),
            Qualified = [.. ledger.Holding<EvaluatorQualified>().Select(qualified => qualified.Stratum).Order(StringComparer.Ordinal)],
            GoldItems = gold.Items,
            Right = gold.Correct,
            Reliability = gold.Items == 0 ? null : gold.Posterior().Mean,
            LowerBound = gold.Items == 0 ? null : gold.Posterior().LowerBound(),
            Steps = ledger.Holding<StepScored>().Length,
            Assessments = [.. (await records.AssessmentsAsync(new RecordQuery(Tenant) { Evaluator = Evaluator, Limit = MaxAssessments })).Select(subject => subject.ToString())],
        };
    }
}
