using System.Collections.Immutable;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.EdHandover.Scenarios;

/// <content>What is true of the stay.</content>
internal sealed partial class StayDraft
{
    private const double LowestRatio = 0.56;
    private const double RatioSpan = 0.1;
    private AllergyKind allergy;
    private Claim oldLabel;

    private ImmutableArray<ObservationSet> DrawObservations(out bool stale, out int trend)
    {
        const double StaleShare = 0.55;   // how far the course had come when it was last charted
        Span<double> first = stackalloc double[(int)Vital.Temperature + 1];
        Span<double> last = stackalloc double[first.Length];
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = DrawVital(twin.First[i], (Vital)i);
            last[i] = double.IsNaN(twin.Last[i].Low) ? first[i] : DrawVital(twin.Last[i], (Vital)i);
        }

        // Nothing is said of the diastolic pressure: it follows the systolic.
        var ratio = LowestRatio + (RatioSpan * random.NextUnit());
        first[(int)Vital.Diastolic] = first[(int)Vital.Systolic] * ratio;
        last[(int)Vital.Diastolic] = last[(int)Vital.Systolic] * ratio;
        var parameters = content.Parameters;
        var count = random.Between(parameters.ObservationSets.Low, parameters.ObservationSets.High);
        var earliest = random.Between(parameters.FirstSetMinutesAgo.Low, parameters.FirstSetMinutesAgo.High);
        var recent = random.Between(parameters.LastSetMinutesAgo.Low, parameters.LastSetMinutesAgo.High);
        var old = random.Between(parameters.StaleSetMinutesAgo.Low, parameters.StaleSetMinutesAgo.High);
        var wantsStale = random.Chance(load.Stale) && twin.IsDangerous && family.UsesNews2(person.AgeMonths);
        var sets = new ObservationSet[count + 1];
        stale = wantsStale && Observe(first, last, StaleShare, old).Total >= parameters.StaleFromScore && Observe(first, last, 1, 0).Total > Observe(first, last, StaleShare, old).Total;
        var latest = stale ? old : recent;
        for (var i = 0; i < count; i++)
        {
            var share = (double)i / (count - 1);
            var ago = earliest - (int)((earliest - latest) * share);
            sets[i] = Observe(first, last, stale ? share * StaleShare : share, ago);
        }

        sets[count] = Observe(first, last, 1, 0);
        var change = sets[stale ? count : count - 1].Total - sets[0].Total;
        trend = twin.Trend >= 0 && !family.UsesNews2(person.AgeMonths) ? twin.Trend
            : change >= parameters.TrendPoints ? content.Known.Worsening : change <= -parameters.TrendPoints ? content.Known.Improving : content.Known.Steady;
        return [.. sets];
    }

    private double DrawVital((double Low, double High) range, Vital vital)
    {
        var (low, high) = double.IsNaN(range.Low) ? content.Parameters.AtRest(person.AgeMonths, vital) : range;
        return vital.AsShown(low + ((high - low) * random.NextUnit()));
    }

    private ObservationSet Observe(ReadOnlySpan<double> first, ReadOnlySpan<double> last, double share, int minutesAgo)
    {
        var values = new double[first.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = ((Vital)i).AsShown(first[i] + ((last[i] - first[i]) * share));
        var total = -1;
        if (family.UsesNews2(person.AgeMonths))
        {
            total = content.News2.Score(new News2Observations(
                values[(int)Vital.RespiratoryRate], values[(int)Vital.Spo2], twin.OnOxygen, values[(int)Vital.Systolic], values[(int)Vital.Pulse],
                values[(int)Vital.Consciousness], values[(int)Vital.Temperature], family.Scale2)).Total;
        }

        return new ObservationSet(ClockTimes.Add(start, -minutesAgo), minutesAgo, values, twin.OnOxygen, total, total);
    }

    private void AddIdentity() => AddSlot(
        Items.Identity, new Claim { Concept = (short)content.Known.Identity, Value = person.NhsNumber, BirthDate = person.BirthDate },
        ClaimFields.Value | ClaimFields.Name | ClaimFields.BirthDate);

    private void AddSeverity(ImmutableArray<ObservationSet> observations, bool stale, int trend)
    {
        var latest = observations[stale ? ^1 : ^2];
        var claim = new Claim
        {
            Concept = (short)(latest.Total >= 0 ? content.Known.News2 : content.Known.Observations),
            Value = latest.Total >= 0 ? latest.Total : double.NaN,
            At = latest.At,
            Detail = (short)trend,
        };
        AddSlot(Items.Severity, claim, claim.Said);
    }

    private void AddAllergies()
    {
        allergy = (AllergyKind)random.PickWeighted(content.People.AllergyWeights.AsSpan());
        var choice = family.Allergen >= 0 ? IndexOfAllergen(family.Allergen) : random.Next(content.People.Reactions.Length);
        var (allergen, reactions) = content.People.Reactions[choice];
        var label = new Claim { Concept = (short)allergen, Detail = (short)random.Pick(reactions) };
        oldLabel = allergy == AllergyKind.Disproved ? label : default;
        var truth = allergy switch
        {
            AllergyKind.Real => label,
            AllergyKind.Unrecorded => new Claim { Concept = (short)content.Known.AllergyUnknown },
            _ => new Claim { Concept = (short)content.Known.NoKnownAllergies },
        };
        AddSlot(Items.Allergies, truth, truth.Said);
    }

    private int IndexOfAllergen(int allergen)
    {
        for (var i = 0; i < content.People.Reactions.Length; i++)
        {
            if (content.People.Reactions[i].Allergen == allergen)
                return i;
        }

        return 0;
    }

    private void AddFacts()
    {
        foreach (var fact in family.Facts)
        {
            if ((fact.OnlyTwin >= 0 && fact.OnlyTwin != twinIndex) || !random.Chance(fact.PerMille))
                continue;
            var claim = new Claim
            {
                Concept = (short)fact.Concept,
                Detail = fact.Details.IsEmpty ? (short)Claim.Unsaid : (short)random.Pick(fact.Details),
                Value = fact.Value.IsSaid ? Draw(fact.Value) : double.NaN,
                Unit = (sbyte)fact.Unit,
                At = fact.Arrives ? ClockTimes.Add(start, arrivalMinute) : DrawTime(fact.At),
                Due = DrawTime(fact.Due),
                Owner = (short)fact.Owner,
                Side = fact.HasSide ? (Side)random.Between((int)Side.Left, (int)Side.Right) : Side.None,
            };
            AddSlot(fact.Item, claim, claim.Said & ~Optional(fact.Item), fact);
            if (fact.Arrives)
                Overtake(fact.Concept);
        }
    }

    /// <summary>The result of a test ends the wait for it.</summary>
    private void Overtake(int test)
    {
        var pending = slots.FindIndex(slot => slot.Item == Items.Pending && slot.Truth.Concept == test);
        if (pending >= 0)
            slots[pending] = slots[pending] with { Until = (short)arrivalMinute };
    }

    /// <summary>What everybody has: a ceiling, a cannula, a family to be told, a language.</summary>
    private void AddCommon()
    {
        if (!slots.Exists(slot => slot.Item == Items.Ceiling))
            AddSlot(Items.Ceiling, new Claim { Concept = (short)content.Known.FullEscalation }, ClaimFields.None);
        var cannula = new Claim { Concept = (short)content.Known.Cannula, Side = (Side)random.Between((int)Side.Left, (int)Side.Right) };
        AddSlot(Items.Lines, cannula, ClaimFields.Side);
        var told = random.Chance(500) ? content.Known.FamilyTold : content.Known.FamilyNotTold;
        AddSlot(Items.Family, new Claim { Concept = (short)told }, ClaimFields.None);
        if (person.Language is not null)
            AddSlot(Items.Family, new Claim { Concept = (short)content.Known.InterpreterNeeded }, ClaimFields.None);
    }

    private double Draw(Drawn range)
    {
        var steps = (int)(((range.High - range.Low) / range.Step) + 0.5);
        // Rounded to hundredths, so that a value shows as it was written.
        return Math.Floor(((range.Low + (range.Step * random.Between(0, steps))) * 100) + 0.5) / 100;
    }

    private short DrawTime(Drawn range) => range.IsSaid ? ClockTimes.Add(start, (int)Draw(range)) : (short)Claim.Unsaid;

    private static ClaimFields Optional(int item) => item switch
    {
        Items.Critical => ClaimFields.Owner | ClaimFields.At,
        Items.Safety => ClaimFields.At,
        _ => ClaimFields.None,
    };

    private void AddSlot(int item, in Claim truth, ClaimFields required, FactTemplate? fact = null)
    {
        if (slots.Count == Stay.MostSlots)
            throw new InvalidOperationException($"{family.Id} has more than {Stay.MostSlots} things to hand over.");
        var definition = content.Items[item];
        slots.Add(new Slot
        {
            Item = (byte)item,
            Truth = truth,
            Required = required,
            Severity = truth.Detail == content.Known.NormalResult ? Severity.S2 : definition.Severity,
            Since = (short)(fact is { Arrives: true } ? arrivalMinute : 0),
            Until = short.MaxValue,
            SettledBy = (short)(fact is { SettledBy: >= 0 } ? fact.SettledBy : definition.SettledBy),
            Trap = TrapKind.None,
            False = default,
            Gap = ClaimFields.None,
            Wording = (byte)random.Next(definition.Says.Length),
        });
        if (content.Rules.CallOf(truth.Concept) is >= 0 and var contact)
            calls.Add(new CallNeed((ushort)(1 << contact), slots[^1].Since));
        if (FlagFor(slots[^1]) is >= 0 and var flag)
        {
            if (slots[^1].Since > 0)
                flagsOnArrival |= 1 << flag;
            else
                flags |= 1 << flag;
        }
    }

    private int FlagFor(in Slot slot) => slot.Item switch
    {
        Items.Critical => slot.Severity >= Severity.S4 ? content.Rules.CriticalResultFlag : -1,
        Items.Medicines => content.Rules.IsTimeCritical(slot.Truth.Concept) ? content.Rules.TimeCriticalFlag : -1,
        Items.Allergies => slot.Truth.Detail < 0 ? -1 : content.Rules.FlagOf(slot.Truth.Detail),
        _ => content.Rules.FlagOf(slot.Truth.Concept),
    };
}
