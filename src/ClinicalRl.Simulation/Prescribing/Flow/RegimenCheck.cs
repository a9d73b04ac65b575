using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <summary>Compares an order with the regimens that its medicine has for the indication in this person.</summary>
internal sealed class RegimenCheck(PrescribingContent content)
{
    private const double DoseTolerance = 0.001;
    private const double TenfoldRatio = 8;
    private const double LeastOfEquivalent = 0.5;      // a switch is reduced by a quarter to a half
    private const double MostOfEquivalent = 1.0;
    private const double GrossOfEquivalent = 1.5;
    private const double LeastBreakthrough = 0.1;
    private const double MostBreakthrough = 1.0 / 6;
    private const double PerDayThousandths = 1000;

    private readonly Vocabulary words = content.Words;

    /// <summary>The faults of the regimen that fits best: the one with fewest and least.</summary>
    public RegimenFaults Check(in Order order, IPatientFacts patient, UInt128 chart)
    {
        var notation = order.Is(OrderFlags.UnsafeNotation) ? RegimenFaults.Notation : RegimenFaults.None;
        var best = RegimenFaults.NotForThis;
        var bestRank = int.MaxValue;
        foreach (var use in content.Formulary.Medicines[order.Medicine].Uses.AsSpan())
        {
            if (!use.Indications.AsSpan().Contains(order.Indication) || !use.When.Holds(patient, chart, order.IsNew))
                continue;
            var faults = Against(use, order, patient);
            if (Rank(faults) < bestRank)
                (best, bestRank) = (faults, Rank(faults));
        }

        return best | notation;
    }

    /// <summary>Worst plausible harm of writing an order so.</summary>
    public static Severity SeverityOf(RegimenFaults faults) =>
        (faults & (RegimenFaults.Tenfold | RegimenFaults.Route | RegimenFaults.NoNamedDay | RegimenFaults.Unit)) != RegimenFaults.None ? Severity.S4
        : (faults & (RegimenFaults.DoseHigh | RegimenFaults.NotForThis | RegimenFaults.Frequency | RegimenFaults.Notation)) != RegimenFaults.None ? Severity.S3
        : faults != RegimenFaults.None ? Severity.S2 : Severity.S0;

    /// <summary>The single dose range of a use for this person, in the use's unit.</summary>
    public (double Low, double High) DoseRange(Use use, int medicine, int frequency, IPatientFacts patient)
    {
        if (use.Opioid is not null)
            return OpioidRange(use, medicine, frequency, patient);
        if (!use.PerKg)
            return use.Dose;
        var weight = patient.Number(words.Weight);
        return (Math.Min(use.Dose.Low * weight, use.Cap), Math.Min(use.Dose.High * weight, use.Cap));
    }

    /// <summary>An opioid's range by the morphine equivalent that is taken now; patches go by their strengths.</summary>
    private (double Low, double High) OpioidRange(Use use, int medicine, int frequency, IPatientFacts patient)
    {
        var now = patient.Number(words.MorphineEquivalent);
        var (least, most) = use.Opioid == "background" ? (LeastOfEquivalent, MostOfEquivalent) : (LeastBreakthrough, MostBreakthrough);
        if (content.Opioids.Patches.TryGetValue(medicine, out var strengths))
        {
            var fitting = strengths.Where(row => row.Morphine >= now * least && row.Morphine <= now * most).Select(row => row.Strength).ToArray();
            return fitting.Length == 0 ? (double.NaN, double.NaN) : (fitting.Min(), fitting.Max());
        }

        var factor = content.Opioids.PerMilligram.GetValueOrDefault(medicine);
        var doses = use.Opioid == "background" ? words.Frequencies[frequency].PerDayThousandths / PerDayThousandths : 1;
        return doses == 0 ? (double.NaN, double.NaN) : (now * least / factor / doses, now * most / factor / doses);
    }

    private RegimenFaults Against(Use use, in Order order, IPatientFacts patient)
    {
        var faults = RegimenFaults.None;
        if (order.Route != use.Route || (order.IsNew && order.Route == words.Oral && (patient.Conditions & words.NilByMouth) != 0))
            faults |= RegimenFaults.Route;
        if ((use.Frequencies >> order.Frequency & 1) == 0)
            faults |= RegimenFaults.Frequency;
        if (order.Frequency == words.AsRequired && (order.MostPerDay == 0 || order.MostPerDay > use.MostPerDay))
            faults |= RegimenFaults.NoMaximum;
        if (use.NamedDay && order.Day == 0)
            faults |= RegimenFaults.NoNamedDay;
        if (order.Days != 0 && (order.Days < use.Days.Low || order.Days > use.Days.High))
            faults |= RegimenFaults.Duration;
        return faults | DoseFaults(use, order, patient);
    }

    private RegimenFaults DoseFaults(Use use, in Order order, IPatientFacts patient)
    {
        if (InUnitOf(use.Unit, order) is not { } dose)
            return RegimenFaults.Unit;
        var (low, high) = DoseRange(use, order.Medicine, order.Frequency, patient);
        if (dose >= low * (1 - DoseTolerance) && dose <= high * (1 + DoseTolerance))
            return RegimenFaults.None;
        if (use.Opioid == "background" && !(dose < low))
        {
            // Patches and odd frequencies have no range to be within.
            var daily = content.Opioids.DailyMorphine(order.Medicine, order.Dose, words.Frequencies[order.Frequency].PerDayThousandths / PerDayThousandths);
            var gross = daily > patient.Number(words.MorphineEquivalent) * GrossOfEquivalent;
            return RegimenFaults.DoseHigh | (gross && daily > patient.Number(words.MorphineEquivalent) * TenfoldRatio ? RegimenFaults.Tenfold : RegimenFaults.None);
        }

        var faults = dose < low ? RegimenFaults.DoseLow : RegimenFaults.DoseHigh;
        return dose >= high * TenfoldRatio || dose <= low / TenfoldRatio ? faults | RegimenFaults.Tenfold : faults;
    }

    /// <summary>The order's dose in another unit of mass; null when the two do not convert.</summary>
    private double? InUnitOf(int unit, in Order order)
    {
        if (order.Unit == unit)
            return order.Dose;
        var (from, to) = (words.Units[order.Unit].InMilligrams, words.Units[unit].InMilligrams);
        return from == 0 || to == 0 ? null : order.Dose * from / to;
    }

    private static int Rank(RegimenFaults faults) => ((int)SeverityOf(faults) * 16) + System.Numerics.BitOperations.PopCount((uint)faults);
}
