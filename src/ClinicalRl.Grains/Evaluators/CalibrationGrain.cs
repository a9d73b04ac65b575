using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;
using ClinicalRl.Grains.Records;

namespace ClinicalRl.Grains.Evaluators;

/// <inheritdoc cref="ICalibrationGrain"/>
[GrainType("calibration")]
internal sealed class CalibrationGrain([PersistentState("calibration")] IPersistentState<CalibrationState> stored, GoldBanks banks, IEvaluationRecords records, TimeProvider time) : Grain, ICalibrationGrain
{
    private CalibrationFile file = CalibrationFile.Empty;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    private string Evaluator => this.GetPrimaryKeyString().Split('/')[1];

    private string Environment => this.GetPrimaryKeyString().Split('/')[^1];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (stored.State.File is { } text)
            file = JsonSerializer.Deserialize<CalibrationFile>(text) ?? CalibrationFile.Empty;
        return Task.CompletedTask;
    }

    public ValueTask<CalibrationStanding> ReadAsync() => ValueTask.FromResult(Standing());

    public async ValueTask<CalibrationStanding> BeginAsync()
    {
        var next = file.Begin(await DrawAsync(), time.GetUtcNow());
        if (!ReferenceEquals(next, file))
            await StoreAsync(next);
        return Standing();
    }

    public async ValueTask<CalibrationStanding> DemandAsync(string reason)
    {
        if (file.Demand(time.GetUtcNow(), reason) is var demanded && !ReferenceEquals(demanded, file))
            await StoreAsync(demanded);
        return Standing();
    }

    public async ValueTask<CalibrationStanding> AnswerAsync(string item, string response, double confidence, double? seconds = null)
    {
        if (file.HasAnswered(item))
            return Standing();
        if (file.Next != item)
            return Standing() with { Refusal = file.Next is null ? "No item is shown now." : $"The item shown is {file.Next}.", IsOtherItem = true };
        var now = time.GetUtcNow();
        var taken = seconds ?? (stored.State.Shown is { } shown ? Math.Max(0, (now - shown).TotalSeconds) : 0);
        var draw = await DrawAsync();
        if (CalibrationAnswer.Of(draw.Items[item], JsonSerializer.Deserialize<GoldResponse>(response)!, confidence, taken, now, out var problem) is not { } answer)
            return Standing() with { Refusal = problem };
        if (file.Answer(answer, draw) is { } next)
        {
            await StoreAsync(next);
            // Once decided it is on record; should that fail now, the next assessment keeps the same records.
            if (next.Next is null)
                await records.AppendAsync(Tenant, RecordSubject.Register, [.. CalibrationRecords.Of(Evaluator, Environment, next, draw.Items, first: 1)]);
        }

        return Standing();
    }

    private CalibrationStanding Standing() => new() { File = JsonSerializer.Serialize(file) };

    /// <summary>The seed is chance and stays here, so that nobody can tell which items come.</summary>
    private async ValueTask<CalibrationDraw> DrawAsync() => new(
        banks.Items(Environment), new CalibrationGate(), BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))),
        await GrainFactory.GetGrain<IEvaluatorRegisterGrain>(Tenant).ExposuresAsync());

    private async Task StoreAsync(CalibrationFile next)
    {
        if (next.Next is { } shown && shown != file.Next)
            await GrainFactory.GetGrain<IEvaluatorRegisterGrain>(Tenant).ExposeAsync([shown]);
        (stored.State.File, stored.State.Shown) = (JsonSerializer.Serialize(next), time.GetUtcNow());
        try
        {
            await stored.WriteStateAsync();
            file = next;
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}

/// <summary>What is stored of a calibration.</summary>
[GenerateSerializer]
[Alias("clinicalrl.calibration.state")]
public sealed class CalibrationState
{
    /// <summary>The file of both phases as JSON; null before the first item.</summary>
    [Id(0)]
    public string? File { get; set; }

    /// <summary>When the present item was first shown.</summary>
    [Id(1)]
    public DateTimeOffset? Shown { get; set; }
}
