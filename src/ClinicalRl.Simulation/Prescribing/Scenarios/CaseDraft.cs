using System.Globalization;
using System.Text;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.Prescribing.Scenarios;

/// <summary>The draws that fix one request.</summary>
internal sealed class CaseDraft
{
    private const int AdultYears = 16;
    private const int LowestCreatinine = 35;
    private const double LaboratoryBodyKg = 72;   // simulation: the laboratory's eGFR is the clearance scaled to a body of 72 kg
    private const double HighestEgfr = 120;
    private const int NumberDigits = 10_000_000;
    private static readonly (double Low, double High) UsualEgfr = (68, 105);

    private readonly PrescribingContent content;
    private readonly CaseFamily family;
    private readonly CaseTwin twin;
    private readonly double[] numbers;
    private readonly ShownNumber[] shown;
    private readonly int request;
    private readonly int[] slots;
    private readonly bool female;
    private readonly string first;
    private readonly string last;
    private readonly int ethnicity;
    private readonly int language;
    private readonly int requester;
    private readonly int pressure;
    private readonly int instruction;
    private readonly int distractor;
    private readonly bool pharmacist;
    private readonly int hospitalNumber;

    public CaseDraft(PrescribingContent content, Difficulty difficulty, ref RandomStream random)
    {
        this.content = content;
        var (cast, rates) = (content.Cast, content.Parameters.For(difficulty));
        family = random.Pick(content.Families);
        twin = PickTwin(family, random.Chance(rates.Dangerous), ref random);
        female = family.Sex == "female" || (family.Sex == "any" && random.Chance(500));
        first = random.Pick(female ? cast.FirstNamesFemale : cast.FirstNamesMale);
        last = random.Pick(cast.LastNames);
        (ethnicity, language, requester) = (random.Next(cast.Ethnicities.Length), random.Next(cast.Languages.Length), random.Next(cast.Requesters.Length));
        request = random.Next(family.Requests.Length);
        slots = [.. family.Slots.Select(_ => 0)];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = random.Next(family.Slots[i].Alternatives.Length);
        hospitalNumber = random.Next(NumberDigits);
        pressure = random.Chance(rates.Pressure) ? random.Next(cast.Pressures.Length) : -1;
        instruction = random.Chance(rates.Instruction) ? random.Next(cast.Instructions.Length) : -1;
        distractor = random.Next(cast.Distractors.Length);
        pharmacist = random.Chance(rates.Pharmacist);
        numbers = new double[content.Words.Numbers.Length];
        shown = new ShownNumber[numbers.Length];
        DrawNumbers(ref random);
    }

    public ulong Fingerprint()
    {
        var hash = SplitMix64.Mix(0x5ca1ab1eUL);
        foreach (var c in family.Id + twin.Name + first + last)
            hash = SplitMix64.Mix(hash ^ c);
        foreach (var value in (int[])[female ? 1 : 0, ethnicity, language, requester, request, pressure, instruction, distractor, pharmacist ? 1 : 0, hospitalNumber, .. slots])
            hash = SplitMix64.Mix(hash ^ (uint)(value + 1));
        foreach (var value in numbers)
            hash = SplitMix64.Mix(hash ^ (double.IsNaN(value) ? 0UL : (ulong)(value * 100)));
        return hash;
    }

    public ScenarioCase Build(ScenarioKey key, ulong fingerprint)
    {
        var cast = content.Cast;
        var hidden = twin.Clues.Where(clue => clue.Takes is not null).Select(clue => clue.Takes!.Value);
        UInt128 forbidden = 0;
        foreach (var allergy in twin.Allergies)
            forbidden |= content.Forbidden(allergy.Group, allergy.Truth);
        return new ScenarioCase
        {
            Key = key,
            Family = family,
            Twin = twin,
            Name = $"{first} {last}",
            Ethnicity = cast.Ethnicities[ethnicity],
            Language = cast.Languages[language],
            HospitalNumber = hospitalNumber.ToString("D7", CultureInfo.InvariantCulture),
            Requester = cast.Requesters[requester],
            RequestText = Text(),
            Pressure = pressure >= 0 ? cast.Pressures[pressure] : null,
            Instruction = instruction < 0 ? null : cast.Instructions[instruction],
            Distractor = cast.Distractors[distractor],
            PharmacistOnDuty = pharmacist,
            Female = female,
            Numbers = [.. numbers],
            Shown = [.. shown],
            Conditions = twin.Clues.Aggregate(twin.Conditions, (mask, clue) => mask | clue.Sets),
            Forbidden = forbidden,
            Chart = [.. twin.Requested, .. twin.Current],
            SelfBought = [.. hidden],
            Fingerprint = fingerprint,
            ExposedHazards = [],
            AreasAtStake = 0,
            Implicated = 0,
            Passing = 0,
            Faults = [],
        };
    }

    private static CaseTwin PickTwin(CaseFamily family, bool dangerous, ref RandomStream random)
    {
        Span<int> weights = stackalloc int[family.Twins.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = family.Twins[i].IsDangerous == dangerous ? family.Twins[i].Weight : 0;
        return family.Twins[random.PickWeighted(weights)];
    }

    private void DrawNumbers(ref RandomStream random)
    {
        var words = content.Words;
        for (var i = 0; i < numbers.Length; i++)
        {
            var unit = random.NextUnit();   // drawn even where unused, so that one number never shifts another
            var (low, high) = double.IsNaN(twin.Numbers[i].Low) ? (words.Numbers[i].Low, words.Numbers[i].High) : twin.Numbers[i];
            numbers[i] = double.IsNaN(low) ? double.NaN : Rounded(low + ((high - low) * unit), words.Numbers[i].Decimals);
        }

        numbers[words.Age] = random.Between(family.AgeYears.Low, family.AgeYears.High);
        DrawKidney(random.NextUnit(), random.NextUnit());
        numbers[words.MorphineEquivalent] = MorphineEquivalent();
        for (var i = 0; i < numbers.Length; i++)
            shown[i] = new ShownNumber(twin.Clues.Any(clue => clue.Number == i) ? double.NaN : numbers[i], 0);
        foreach (var old in twin.Old)
            shown[old.Number] = new ShownNumber(Rounded(old.Low + ((old.High - old.Low) * random.NextUnit()), words.Numbers[old.Number].Decimals), old.Months);
        if (double.IsNaN(numbers[words.Pregnancy]))
            numbers[words.Pregnancy] = 0;
    }

    /// <summary>Kidney function from whichever number the case fixes; the others follow from it.</summary>
    private void DrawKidney(double level, double drift)
    {
        var words = content.Words;
        if (numbers[words.Age] < AdultYears)
            return;
        var (weight, age) = (numbers[words.Weight], numbers[words.Age]);
        if (double.IsNaN(numbers[words.Creatinine]))
        {
            var (low, high) = double.IsNaN(twin.Numbers[words.Egfr].Low) ? UsualEgfr : twin.Numbers[words.Egfr];
            var clearance = double.IsNaN(numbers[words.Crcl]) ? (low + ((high - low) * level)) * weight / LaboratoryBodyKg : numbers[words.Crcl];
            numbers[words.Creatinine] = Math.Max(LowestCreatinine, Math.Round(CockcroftGault.Clearance(age, weight, 1, female) / clearance));
        }

        numbers[words.Crcl] = Rounded(CockcroftGault.Clearance(age, weight, numbers[words.Creatinine], female), 1);
        numbers[words.Egfr] = Math.Min(HighestEgfr, Math.Round(numbers[words.Crcl] * LaboratoryBodyKg / weight));
        if (double.IsNaN(numbers[words.CreatinineBefore]))
            numbers[words.CreatinineBefore] = Math.Round(numbers[words.Creatinine] * (0.95 + (drift / 10)));
    }

    private double MorphineEquivalent()
    {
        var total = 0.0;
        foreach (var order in twin.Current)
            total += content.Opioids.DailyMorphine(order.Medicine, order.Dose, content.Words.Frequencies[order.Frequency].PerDayThousandths / 1000.0);
        return total;
    }

    private static double Rounded(double value, int decimals)
    {
        var scale = decimals switch { 0 => 1, 1 => 10, _ => 100 };
        return Math.Round(value * scale) / scale;
    }

    private string Text()
    {
        var text = new StringBuilder(family.Requests[request]);
        text.Replace("{name}", $"{first} {last}").Replace("{age}", numbers[content.Words.Age].ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < slots.Length; i++)
            text.Replace("{" + family.Slots[i].Name + "}", family.Slots[i].Alternatives[slots[i]]);
        return text.ToString();
    }
}
