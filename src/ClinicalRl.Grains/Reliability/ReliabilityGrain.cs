using System.Security.Cryptography;
using System.Text.Json;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Records;
using ClinicalRl.Grains.Streams;
using ClinicalRl.Reports.Reliability.Figures;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace ClinicalRl.Grains.Reliability;

/// <inheritdoc cref="IReliabilityGrain"/>
/// <remarks>
/// The records are the truth and are read at the beginning; from then on the stream brings what is new, in any order and any number of times. What was worked
/// out is stored, so that after a crash it is there before anything is worked out again.
/// </remarks>
[GrainType("reliability")]
[ImplicitStreamSubscription(RecordStreams.Assessments)]
internal sealed partial class ReliabilityGrain(
    [PersistentState("reliability")] IPersistentState<ReliabilityState> kept, IEvaluationRecords records, JobTurns turns, ILogger<ReliabilityGrain> logger)
    : Grain, IReliabilityGrain, IAsyncObserver<StreamEvent>, IStreamSubscriptionObserver
{
    /// <summary>How long it waits for more before it works out the figures.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private GatheredEvidence evidence = null!;

    private ReliabilityFigures? figures;

    private IGrainTimer? timer;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    private RecordSubject Assessment => RecordSubject.Assessment(this.GetPrimaryKeyString().Split('/')[1]);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        evidence = await GatheredEvidence.OfAsync(records, Tenant, [Assessment]);
        figures = kept.State.Figures is { } stored ? ReliabilityFigures.Read(stored) : null;
        if (evidence.Own == 0)
            return;
        LogActive(logger, this.GetPrimaryKeyString(), evidence.Own);
        Settle();
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<StreamEvent>().ResumeAsync(this);

    public Task OnNextAsync(StreamEvent item, StreamSequenceToken? token = null)
    {
        if (!RecordJson.TryRead(item.Payload, out var record, out var problem))
            throw new InvalidOperationException($"The stream of {this.GetPrimaryKeyString()} brought what is no record: {problem}");
        if (evidence.Apply(record))
            Settle();
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public ValueTask<AssessmentReliability> ReadAsync()
    {
        if (evidence.Own == 0)
            DeactivateOnIdle();   // nothing: do not let guesses fill the silo's memory
        else
            Settle();   // the register may have something new, which no stream of this grain tells
        return ValueTask.FromResult(new AssessmentReliability(figures is null ? null : kept.State.Figures, evidence.Ledger.Count));
    }

    public ValueTask<EpisodeEvidence?> EpisodeAsync(string episode)
    {
        Settle();
        return ValueTask.FromResult(figures?.Episodes.FirstOrDefault(known => known.Episode == episode) is { } found
            ? new EpisodeEvidence(JsonSerializer.SerializeToUtf8Bytes(found, JsonSerializerOptions.Web), figures.Simulated)
            : null);
    }

    public async ValueTask<ReliabilityCheck> CheckAsync(bool isFinal)
    {
        await evidence.AddRegisterAsync();
        var rebuilt = await GatheredEvidence.OfAsync(records, Tenant, [Assessment]);
        var missing = rebuilt.Ledger.Count - evidence.Ledger.Count;
        if (missing > 0 && !isFinal)
            return new ReliabilityCheck(CheckOutcome.Behind, "", "", rebuilt.Ledger.Count, missing);
        var streamed = evidence;
        var (left, right) = await Task.Run(() => (ReliabilityFigures.Of(streamed.Ledger).ToJson(), ReliabilityFigures.Of(rebuilt.Ledger).ToJson()));
        if (left.AsSpan().SequenceEqual(right))
            return new ReliabilityCheck(CheckOutcome.Equal, HashOf(left), HashOf(right), rebuilt.Ledger.Count, 0);
        ReliabilityInstruments.Differences.Add(1);
        LogDiffers(logger, this.GetPrimaryKeyString(), HashOf(left), HashOf(right), missing);
        evidence = rebuilt;
        await KeepAsync(ReliabilityFigures.Read(right), right);
        return new ReliabilityCheck(CheckOutcome.Differs, HashOf(left), HashOf(right), rebuilt.Ledger.Count, missing);
    }

    private static string HashOf(byte[] json) => Convert.ToHexStringLower(SHA256.HashData(json));

    /// <summary>Has the figures worked out soon, once for all that comes until then.</summary>
    private void Settle() => timer ??= this.RegisterGrainTimer(SettleAsync, new GrainTimerCreationOptions(Settling, Settling) { KeepAlive = true });

    private async Task SettleAsync(CancellationToken cancel)
    {
        if (!turns.TryBegin())
            return;   // the next tick tries again
        try
        {
            await evidence.AddRegisterAsync();
            if (figures?.Records != evidence.Ledger.Count)
            {
                var ledger = evidence.Ledger;
                var made = await Task.Run(() => ReliabilityFigures.Of(ledger), cancel);
                await KeepAsync(made, made.ToJson());
            }

            timer?.Dispose();
            timer = null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogNotSettled(logger, this.GetPrimaryKeyString(), error);   // and the next tick tries again
        }
        finally
        {
            turns.End();
        }
    }

    private async Task KeepAsync(ReliabilityFigures made, byte[] json)
    {
        await GrainFactory.GetGrain<ICriterionAgreementGrain>(Tenant).PutAsync(Assessment.ToString(), [.. made.Criteria.Select(AgreementShare.Of)]);
        kept.State.Figures = json;
        await kept.WriteStateAsync();
        figures = made;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The records of {Assessment} are folded here; {Records} were there already.")]
    private static partial void LogActive(ILogger logger, string assessment, int records);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The figures of {Assessment} could not be worked out or stored.")]
    private static partial void LogNotSettled(ILogger logger, string assessment, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "What was streamed of {Assessment} (figures {Streamed}) is not what its records come to ({Rebuilt}); {Missing} records were not streamed. The rebuild was taken.")]
    private static partial void LogDiffers(ILogger logger, string assessment, string streamed, string rebuilt, int missing);
}

/// <summary>What is stored of an assessment's reliability: nothing that the records do not give again.</summary>
[GenerateSerializer]
[Alias("clinicalrl.reliability.state")]
public sealed class ReliabilityState
{
    /// <summary>JSON of the figures as last worked out; null before.</summary>
    [Id(0)]
    public byte[]? Figures { get; set; }
}
