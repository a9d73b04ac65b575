using System.Collections.Immutable;
using System.Diagnostics;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.TriageQueue.Content;
using ClinicalRl.Simulation.TriageQueue.Flow;

namespace ClinicalRl.Simulation.TriageQueue.Scenarios;

/// <summary>
/// Draws shifts. Every scenario's fingerprint falls into one of <see cref="Classes"/> classes and each class belongs to one split,
/// so two splits can never hold the same scenario; a draw that falls into another split's class is drawn again.
/// </summary>
internal sealed class ScenarioGenerator(TriageContent content, Judgement judgement)
{
    private const int Classes = 16;
    private const int MostAttempts = 2_000;   // the chance to need as many is below 10^-100

    public TriageScenario Generate(ScenarioKey key)
    {
        for (var attempt = 0UL; attempt < MostAttempts; attempt++)
        {
            var random = RandomStream.Named(key.Seed, "triage-queue/" + key.Split.Word() + "/" + key.Difficulty.Word(), attempt);
            var drafts = Draw(key.Difficulty, ref random);
            var fingerprint = Fingerprint(key.Difficulty, drafts);
            if (SplitOf(fingerprint) == key.Split)
                return Build(key, drafts, fingerprint);
        }

        throw new UnreachableException("No scenario of the split was drawn.");
    }

    /// <summary>Twelve classes in sixteen are for training, two each for validation and held-out.</summary>
    public static Split SplitOf(ulong fingerprint) => (fingerprint % Classes) switch
    {
        < 12 => Split.Train,
        < 14 => Split.Validation,
        _ => Split.Heldout,
    };

    private static ulong Fingerprint(Difficulty difficulty, PatientDraft[] drafts)
    {
        var hash = SplitMix64.Mix((ulong)difficulty + 1);
        foreach (var draft in drafts)
            hash = SplitMix64.Mix(hash ^ draft.Fingerprint());
        return hash;
    }

    private PatientDraft[] Draw(Difficulty difficulty, ref RandomStream random)
    {
        var crowding = content.Parameters.For(difficulty);
        var count = random.Between(crowding.Arrivals.Low, crowding.Arrivals.High);
        var present = random.Between(crowding.PresentAtStart.Low, crowding.PresentAtStart.High);
        Span<int> families = stackalloc int[content.Families.Length];
        for (var i = 0; i < families.Length; i++)
            families[i] = i;
        random.Shuffle(families);
        var drafts = new PatientDraft[count];
        var minute = 0;
        for (var i = 0; i < count; i++)
        {
            if (i >= present)
                minute = Math.Min(NextArrival(minute, crowding.ArrivalPerMille, ref random), content.Parameters.LastArrivalMinute);
            drafts[i] = new PatientDraft(content, families[i % families.Length], minute, crowding, ref random);
        }

        return drafts;
    }

    /// <summary>Each minute someone arrives with the same small probability: a Poisson process in whole minutes.</summary>
    private static int NextArrival(int minute, int perMille, ref RandomStream random)
    {
        do
            minute++;
        while (!random.Chance(perMille));
        return minute;
    }

    private TriageScenario Build(ScenarioKey key, PatientDraft[] drafts, ulong fingerprint)
    {
        var crowding = content.Parameters.For(key.Difficulty);
        var patients = ImmutableArray.CreateBuilder<ScenarioPatient>(drafts.Length);
        for (var i = 0; i < drafts.Length; i++)
            patients.Add(drafts[i].Build(content, FormattableString.Invariant($"P{i + 1}")));
        var categories = patients.Select(patient => judgement.Required(patient, -1, patient.ArrivalMinute).Category).ToImmutableArray();
        var exposed = Exposed(patients);
        return new TriageScenario(key, patients.MoveToImmutable(), categories, crowding.Bays, crowding.Clinicians, fingerprint, exposed);
    }

    private static ImmutableArray<string> Exposed(IEnumerable<ScenarioPatient> patients) =>
    [
        .. patients.SelectMany(HazardExposure.Of).Concat(HazardExposure.OfEveryShift).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
