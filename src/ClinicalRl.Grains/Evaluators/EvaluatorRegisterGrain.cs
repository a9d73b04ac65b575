using System.Security.Cryptography;

namespace ClinicalRl.Grains.Evaluators;

/// <inheritdoc cref="IEvaluatorRegisterGrain"/>
[GrainType("evaluators")]
internal sealed class EvaluatorRegisterGrain([PersistentState("evaluators")] IPersistentState<EvaluatorRegisterState> register, TimeProvider time) : Grain, IEvaluatorRegisterGrain
{
    private const int MaxEvaluators = 10_000;

    private const int MaxConflicts = 200;

    private const int IdLength = 10;

    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz234567";

    private List<EnrolledEvaluator> Evaluators => register.State.Evaluators;

    public ValueTask<IReadOnlyList<EnrolledEvaluator>> ListAsync() => ValueTask.FromResult<IReadOnlyList<EnrolledEvaluator>>([.. Evaluators]);

    public ValueTask<EnrolledEvaluator?> FindAsync(string evaluator) => ValueTask.FromResult(Evaluators.Find(known => known.Id == evaluator));

    public async ValueTask<Enrolment> EnrolAsync(NewEvaluator evaluator)
    {
        if (Evaluators.Find(known => (known.Who.Register, known.Who.Number) == (evaluator.Register, evaluator.Number)) is { } known)
            return IsSame(known.Who, evaluator) ? new Enrolment(known, IsNew: false, null) : new Enrolment(null, IsNew: false, "Somebody with this number of this register is enrolled already, with other particulars.");
        if (evaluator.KeyId.Length > 0 && Evaluators.Exists(other => other.Who.KeyId == evaluator.KeyId))
            return new Enrolment(null, IsNew: false, "This key belongs to another evaluator: each answers with a key of their own.");
        if (Evaluators.Count >= MaxEvaluators)
            return new Enrolment(null, IsNew: false, $"A tenant has at most {MaxEvaluators} evaluators.");
        var enrolled = new EnrolledEvaluator("ev_" + RandomNumberGenerator.GetString(IdLetters, IdLength), evaluator, time.GetUtcNow());
        Evaluators.Add(enrolled);
        await StoreAsync();
        return new Enrolment(enrolled, IsNew: true, null);
    }

    public ValueTask<EnrolledEvaluator?> FindByKeyAsync(string keyId) => ValueTask.FromResult(Evaluators.Find(known => known.Who.KeyId == keyId));

    public ValueTask<EnrolledEvaluator?> SuspendAsync(string evaluator, string? reason, string actor) => ChangeAsync(evaluator, known =>
        reason is null ? known with { Suspended = null } : known.Suspended?.Reason == reason ? known : known with { Suspended = new EvaluatorSuspension(reason, time.GetUtcNow(), actor) });

    public async ValueTask<ConflictDeclaration> DeclareAsync(string evaluator, DeclaredConflict conflict)
    {
        if (await FindAsync(evaluator) is { Conflicts.Length: >= MaxConflicts })
            return new ConflictDeclaration(null, $"An evaluator has at most {MaxConflicts} conflicts of interest; with so many, declare the customer.");
        return new ConflictDeclaration(
            await ChangeAsync(evaluator, known => known.Conflicts.Any(other => (other.Kind, other.Value) == (conflict.Kind, conflict.Value)) ? known : known with { Conflicts = [.. known.Conflicts, conflict] }),
            null);
    }

    public ValueTask<EnrolledEvaluator?> RenewAsync(string evaluator, RegisterCheck check) => ChangeAsync(evaluator, known =>
        known with { Who = known.Who with { CheckedOn = check.CheckedOn, CheckedBy = check.CheckedBy, ExpiresOn = check.ExpiresOn } });

    public async ValueTask<EnrolledEvaluator?> InviteAsync(string evaluator, byte[] hash, int days) => await FindAsync(evaluator) is { Who.KeyId: "" }
        ? await ChangeAsync(evaluator, known => known with { Invitation = hash, InvitedUntil = time.GetUtcNow().AddDays(days) })
        : null;

    public async ValueTask<EnrolledEvaluator?> AcceptAsync(byte[] hash, string keyId)
    {
        var invited = Evaluators.Find(known => known.Invitation is { } invitation && CryptographicOperations.FixedTimeEquals(invitation, hash));
        if (Evaluators.Count == 0)
            DeactivateOnIdle();   // nobody: do not let guesses fill the silo's memory
        return invited is null || time.GetUtcNow() >= invited.InvitedUntil
            ? null
            : await ChangeAsync(invited.Id, known => known with { Who = known.Who with { KeyId = keyId }, Invitation = null, InvitedUntil = null });
    }

    public ValueTask<IReadOnlyList<string>> TracesShownAsync(string evaluator) =>
        ValueTask.FromResult<IReadOnlyList<string>>(register.State.Traces.TryGetValue(evaluator, out var shown) ? [.. shown] : []);

    public async ValueTask ShowTracesAsync(string evaluator, IReadOnlyList<string> traces)
    {
        if (!register.State.Traces.TryGetValue(evaluator, out var shown))
            register.State.Traces[evaluator] = shown = [];
        var fresh = traces.Except(shown, StringComparer.Ordinal).ToList();
        shown.AddRange(fresh);
        await ExposeAsync(fresh);
    }

    public ValueTask<IReadOnlyDictionary<string, int>> ExposuresAsync() =>
        ValueTask.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>(register.State.Exposures, StringComparer.Ordinal));

    public async ValueTask ExposeAsync(IReadOnlyList<string> items)
    {
        foreach (var item in items)
            register.State.Exposures[item] = register.State.Exposures.GetValueOrDefault(item) + 1;
        await StoreAsync();
    }

    /// <summary>Whether the same person is enrolled again; a key that an invitation brought since makes no difference.</summary>
    private static bool IsSame(NewEvaluator first, NewEvaluator second) =>
        Bare(first) == Bare(second) && (second.KeyId.Length == 0 || first.KeyId == second.KeyId) && first.Specialties.SequenceEqual(second.Specialties);

    private static NewEvaluator Bare(NewEvaluator evaluator) => evaluator with { Specialties = [], EnrolledBy = "", KeyId = "" };

    private async ValueTask<EnrolledEvaluator?> ChangeAsync(string evaluator, Func<EnrolledEvaluator, EnrolledEvaluator> change)
    {
        var place = Evaluators.FindIndex(known => known.Id == evaluator);
        if (place < 0)
            return null;
        var changed = change(Evaluators[place]);
        if (ReferenceEquals(changed, Evaluators[place]))
            return changed;
        Evaluators[place] = changed;
        await StoreAsync();
        return changed;
    }

    private async Task StoreAsync()
    {
        try
        {
            await register.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}

/// <summary>What is stored of a tenant's evaluators.</summary>
[GenerateSerializer]
[Alias("clinicalrl.evaluators.state")]
public sealed class EvaluatorRegisterState
{
    /// <summary>All evaluators, oldest first.</summary>
    [Id(0)]
    public List<EnrolledEvaluator> Evaluators { get; set; } = [];

    /// <summary>How often each gold item was shown.</summary>
    [Id(1)]
    public Dictionary<string, int> Exposures { get; set; } = [];

    /// <summary>Gold trajectories shown to each evaluator.</summary>
    [Id(2)]
    public Dictionary<string, List<string>> Traces { get; set; } = [];
}
