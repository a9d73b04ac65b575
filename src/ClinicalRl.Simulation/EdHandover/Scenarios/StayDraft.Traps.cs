using System.Collections.Immutable;
using ClinicalRl.Simulation.EdHandover.Content;

namespace ClinicalRl.Simulation.EdHandover.Scenarios;

/// <content>How the record misleads.</content>
internal sealed partial class StayDraft
{
    private const int GapPerMille = 350;
    private const int LeastMiscounted = 4;   // a lower score is not worth adding up wrongly
    private static readonly ClaimFields[] Mutable = [ClaimFields.Due, ClaimFields.At, ClaimFields.Value, ClaimFields.Owner, ClaimFields.Side, ClaimFields.Detail];

    private void SetTraps(int trend, bool stale)
    {
        var wanted = random.Between(load.Traps.Low, load.Traps.High);
        Span<int> order = stackalloc int[slots.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        random.Shuffle(order);
        if (oldLabel != default)
        {
            // An allergy that was disproved is still listed somewhere.
            Set(slots.FindIndex(slot => slot.Item == Items.Allergies), TrapKind.Contradiction, oldLabel);
            wanted--;
        }

        foreach (var i in order)
        {
            if (wanted > 0 && slots[i].Trap == TrapKind.None && slots[i].Since == 0 && TrySet(i, trend, stale))
                wanted--;
        }
    }

    private bool TrySet(int i, int trend, bool stale)
    {
        var slot = slots[i];
        switch (slot.Item)
        {
            case Items.Identity:
                Set(i, TrapKind.Contradiction, random.Chance(500) ? slot.Truth with { Value = Transposed(slot.Truth.Value) } : slot.Truth with { BirthDate = OtherDay(slot.Truth.BirthDate) });
                return true;
            case Items.Severity:
                if (!stale && slot.Truth.Value >= LeastMiscounted && random.Chance(load.Miscount))
                    Set(i, TrapKind.Miscount, slot.Truth with { Value = slot.Truth.Value - random.Between(2, LeastMiscounted) });
                else
                    Set(i, TrapKind.Contradiction, new Claim { Concept = slot.Truth.Concept, Detail = (short)(trend == content.Known.Steady ? content.Known.Worsening : content.Known.Steady) });
                return true;
            case Items.Allergies:
                if (allergy != AllergyKind.Real)
                    return false;
                Set(i, TrapKind.Contradiction, new Claim { Concept = (short)content.Known.NoKnownAllergies });
                return true;
            default:
                return TrySetFact(i);
        }
    }

    /// <summary>Writes the wrong sum beside the last set, where the score is miscounted.</summary>
    private ImmutableArray<ObservationSet> AsCharted(ImmutableArray<ObservationSet> observations) => slots[Items.Severity].Trap == TrapKind.Miscount
        ? observations.SetItem(observations.Length - 2, observations[^2] with { Charted = (int)slots[Items.Severity].False.Value })
        : observations;

    private bool TrySetFact(int i)
    {
        var slot = slots[i];
        if (Instead(slot) is { } instead)
        {
            Set(i, TrapKind.Contradiction, new Claim { Concept = (short)instead });
            return true;
        }

        var said = slot.Truth.Said & slot.Required;
        Span<ClaimFields> candidates = stackalloc ClaimFields[Mutable.Length];
        var count = 0;
        foreach (var field in Mutable)
        {
            if ((said & field) != ClaimFields.None && !(field == ClaimFields.Detail && slot.Item != Items.Changes))
                candidates[count++] = field;
        }

        if (count == 0)
            return false;
        var chosen = candidates[random.Next(count)];
        if (chosen is not (ClaimFields.Side or ClaimFields.Detail) && random.Chance(GapPerMille))
            slots[i] = slot with { Trap = TrapKind.Gap, Gap = chosen };
        else
            Set(i, TrapKind.Contradiction, chosen == ClaimFields.Detail ? slot.Truth.Without(ClaimFields.Detail) : Misstated(content, slot.Truth, chosen, random.Next(int.MaxValue)));
        return true;
    }

    private int? Instead(in Slot slot)
    {
        foreach (var fact in family.Facts)
        {
            if (fact.Item == slot.Item && fact.Concept == slot.Truth.Concept && fact.Instead >= 0)
                return fact.Instead;
        }

        return null;
    }

    private void Set(int i, TrapKind kind, in Claim written) => slots[i] = slots[i] with { Trap = kind, False = written };

    /// <summary>The claim with one part wrong, as people get it wrong: a dose ten times too high, a time an hour or two off, the other side, another owner.</summary>
    internal static Claim Misstated(HandoverContent content, in Claim claim, ClaimFields field, int choice) => field switch
    {
        ClaimFields.Value when claim.Concept == content.Known.Identity => claim with { Value = Transposed(claim.Value) },
        ClaimFields.Value when claim.Concept == content.Known.News2 => claim with { Value = claim.Value >= 3 ? claim.Value - 3 : claim.Value + 3 },
        ClaimFields.Value => claim with { Value = choice % 2 == 0 ? claim.Value * 10 : Math.Floor((claim.Value * 50) + 0.5) / 100 },
        ClaimFields.At => claim with { At = ClockTimes.Add(claim.At, choice % 2 == 0 ? -60 : -120) },
        ClaimFields.Due => claim with { Due = ClockTimes.Add(claim.Due, choice % 2 == 0 ? 60 : 120) },
        ClaimFields.Side => claim with { Side = claim.Side == Side.Left ? Side.Right : Side.Left },
        ClaimFields.BirthDate => claim with { BirthDate = OtherDay(claim.BirthDate) },
        _ => claim with { Owner = (short)content.OtherOwner(claim.Owner, choice) },
    };

    /// <summary>Two neighbouring digits that differ change places.</summary>
    internal static double Transposed(double number)
    {
        var value = (long)number;
        for (var place = 1L; place < 1_000_000; place *= 10)
        {
            var (low, high) = (value / place % 10, value / (place * 10) % 10);
            if (low != high)
                return value + ((high - low) * place) + ((low - high) * place * 10);
        }

        return value + 1;
    }

    internal static int OtherDay(int birthDate) => birthDate % 100 < 20 ? birthDate + 3 : birthDate - 3;
}
