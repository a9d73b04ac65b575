using System.Security.Cryptography;

namespace ClinicalRl.Grains.Evaluators;

/// <inheritdoc cref="IEvaluatorRegisterGrain"/>
[GrainType("evaluators")]
internal sealed class EvaluatorRegisterGrain([PersistentState("evaluators")] IPersistentState<EvaluatorRegisterState> register, TimeProvider time) : Grain, IEvaluatorRegisterGrain
{
    private const int MaxEvaluators = 10_000;

    private const int IdLength = 10;

    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz234567";

    private List<EnrolledEvaluator> Evaluators => register.State.Evaluators;

    public ValueTask<IReadOnlyList<EnrolledEvaluator>> ListAsync() => ValueTask.FromResult<IReadOnlyList<EnrolledEvaluator>>([.. Evaluators]);

    public ValueTask<EnrolledEvaluator?> FindAsync(string evaluator) => ValueTask.FromResult(Evaluators.Find(known => known.Id == evaluator));

    public async ValueTask<Enrolment> EnrolAsync(NewEvaluator evaluator)
    {
        if (Evaluators.Find(known => (known.Who.Register, known.Who.Number) == (evaluator.Register, evaluator.Number)) is { } known)
            return IsSame(known.Who, evaluator) ? new Enrolment(known, IsNew: false, null) : new Enrolment(null, IsNew: false, "Somebody with this number of this register is enrolled already, with other particulars.");
        if (Evaluators.Exists(other => other.Who.KeyId == evaluator.KeyId))
            return new Enrolment(null, IsNew: false, "This key belongs to another evaluator: each answers with a key of their own.");
        if (Evaluators.Count >= MaxEvaluators)
            return new Enrolment(null, IsNew: false, $"A tenant has at most {MaxEvaluators} evaluators.");
        var enrolled = new EnrolledEvaluator("ev_" + RandomNumberGenerator.GetString(IdLetters, IdLength), evaluator, time.GetUtcNow());
        Evaluators.Add(enrolled);
        await StoreAsync();
        return new Enrolment(enrolled, IsNew: true, null);
    }

    public ValueTask<IReadOnlyDictionary<string, int>> ExposuresAsync() =>
        ValueTask.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>(register.State.Exposures, StringComparer.Ordinal));

    public async ValueTask ExposeAsync(IReadOnlyList<string> items)
    {
        foreach (var item in items)
            register.State.Exposures[item] = register.State.Exposures.GetValueOrDefault(item) + 1;
        await StoreAsync();
    }

    private static bool IsSame(NewEvaluator first, NewEvaluator second) =>
        first with { Specialties = [], EnrolledBy = "" } == second with { Specialties = [], EnrolledBy = "" } && first.Specialties.SequenceEqual(second.Specialties);

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
}
