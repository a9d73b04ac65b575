using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Grains.Evaluators;

/// <summary>Who may be asked to judge an environment's episodes.</summary>
/// <param name="Available">Those who may, with what keeps them from some episodes.</param>
/// <param name="Simulated">Pseudonyms of programs among them.</param>
/// <param name="NotAsked">Why others are not, with how many.</param>
/// <param name="Shown">How often each gold trajectory was shown to anybody.</param>
/// <param name="Records">Enrolment and calibration of those who may.</param>
public sealed record EvaluatorsFound(
    ImmutableArray<AvailableEvaluator> Available, ImmutableHashSet<string> Simulated, IReadOnlyDictionary<string, int> NotAsked, IReadOnlyDictionary<string, int> Shown,
    IReadOnlyList<EvaluationRecord> Records);

/// <summary>
/// Decides who may be asked: the check of the register holds, the lower bound for the environment was reached and still holds, nobody suspended them, and
/// their key reads no results.
/// </summary>
public sealed class EvaluatorPool(IGrainFactory grains, GoldBanks banks, TenantRewardFunctions functions, TimeProvider time)
{
    /// <summary>Scopes that read what evaluators must not know.</summary>
    public const KeyScopes ReadsResults = KeyScopes.Agent | KeyScopes.Author | KeyScopes.Auditor | KeyScopes.Admin;

    /// <summary>Everybody of a tenant who may.</summary>
    public async ValueTask<EvaluatorsFound> ReadAsync(string tenant, string environment, string rewardFunction)
    {
        var register = grains.GetGrain<IEvaluatorRegisterGrain>(tenant);
        var (all, keys, signers) = (await register.ListAsync(), await KeysAsync(tenant), await SignersAsync(tenant, rewardFunction));
        var (available, simulated, notAsked, records) = (new List<AvailableEvaluator>(), new List<string>(), new SortedDictionary<string, int>(StringComparer.Ordinal), new List<EvaluationRecord>());
        foreach (var evaluator in all)
        {
            var file = await FileAsync(tenant, evaluator.Id, environment);
            if (WhyNot(evaluator, file, keys) is { } reason)
            {
                notAsked[reason] = notAsked.GetValueOrDefault(reason) + 1;
                continue;
            }

            var conflicts = evaluator.Conflicts.Select(conflict => new ConflictOfInterest(conflict.Kind, conflict.Value));
            if (signers.Contains((evaluator.Who.Register, evaluator.Who.Number)))
                conflicts = conflicts.Append(new ConflictOfInterest(ConflictOfInterest.RewardFunction, rewardFunction.Split('@')[0]));
            available.Add(new AvailableEvaluator(evaluator.Id, [.. conflicts], [.. await register.TracesShownAsync(evaluator.Id)]));
            if (evaluator.Who.Simulated)
                simulated.Add(evaluator.Id);
            records.AddRange(RecordsOf(evaluator, environment, file));
        }

        return new EvaluatorsFound([.. available], [.. simulated], notAsked, await register.ExposuresAsync(), records);
    }

    /// <summary>Whether one evaluator may judge an environment's episodes now.</summary>
    public async ValueTask<bool> MayJudgeAsync(string tenant, string environment, string evaluator) => await WhyNotAsync(tenant, environment, evaluator) is null;

    /// <summary>Why one evaluator may not judge an environment's episodes now, in a word; null when they may.</summary>
    public async ValueTask<string?> WhyNotAsync(string tenant, string environment, string evaluator) =>
        await grains.GetGrain<IEvaluatorRegisterGrain>(tenant).FindAsync(evaluator) is { } found
            ? WhyNot(found, await FileAsync(tenant, evaluator, environment), await KeysAsync(tenant))
            : "not-enrolled";

    /// <summary>An evaluator's enrolment and calibration as records; the same whoever asks.</summary>
    public IEnumerable<EvaluationRecord> RecordsOf(EnrolledEvaluator evaluator, string environment, CalibrationFile file) =>
    [
        new EvaluatorEnrolled(0, evaluator.Enrolled, evaluator.Id, evaluator.Who.Register, evaluator.Who.Simulated),
        .. CalibrationRecords.Of(evaluator.Id, environment, file, banks.Items(environment), first: 1),
    ];

    private string? WhyNot(EnrolledEvaluator evaluator, CalibrationFile file, Dictionary<string, KeyScopes> keys)
    {
        var now = time.GetUtcNow();
        return evaluator.Suspended is not null ? "suspended"
            : !evaluator.IsCurrent(DateOnly.FromDateTime(now.UtcDateTime)) ? "register-check-expired"
            : !keys.TryGetValue(evaluator.Who.KeyId, out var scopes) || !scopes.HasFlag(KeyScopes.Evaluator) ? "without-key"
            : (scopes & ReadsResults) != KeyScopes.None ? "key-reads-results"
            : file.IsQualifiedAt(now) ? null
            : file.PhaseAt(now) switch { CalibrationPhase.Expired => "qualification-expired", CalibrationPhase.RetestDue => "retest-due", _ => "not-qualified" };
    }

    private async ValueTask<CalibrationFile> FileAsync(string tenant, string evaluator, string environment) => JsonSerializer.Deserialize<CalibrationFile>(
        (await grains.GetGrain<ICalibrationGrain>(EvaluatorKeys.Calibration(TenantId.Parse(tenant), evaluator, environment)).ReadAsync()).File)!;

    private async ValueTask<Dictionary<string, KeyScopes>> KeysAsync(string tenant) =>
        (await grains.GetGrain<ITenantGrain>(tenant).ListKeysAsync()).Where(key => key.IsGood(time.GetUtcNow())).ToDictionary(key => key.Id, key => key.Scopes, StringComparer.Ordinal);

    /// <summary>Register and number of everybody who signed any version of a reward function of the tenant.</summary>
    private async ValueTask<HashSet<(string Register, string Number)>> SignersAsync(string tenant, string rewardFunction)
    {
        var owner = TenantId.Parse(tenant);
        var (versions, keys) = (await functions.Function(owner, rewardFunction.Split('@')[0]).ListAsync(), await functions.KeysAsync(owner));
        return [.. versions.SelectMany(version => version.SignOffs).Select(signOff => keys.Find(signOff.KeyId)?.Owner).OfType<Signer>().Select(signer => (signer.Register, signer.Number))];
    }
}
