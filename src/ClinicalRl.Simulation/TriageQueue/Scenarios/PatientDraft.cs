using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Simulation.TriageQueue.Content;

namespace ClinicalRl.Simulation.TriageQueue.Scenarios;

/// <summary>The numbers drawn for one patient, before any text is made of them.</summary>
internal sealed class PatientDraft
{
    private const int FewestChildbearingMonths = 16 * 12;
    private const int MostChildbearingMonths = 45 * 12;
    private const int MostSlots = 8;

    private readonly int familyIndex;
    private readonly Family family;
    private readonly Twin twin;
    private readonly int twinIndex;
    private readonly int arrivalMinute;
    private readonly int ageMonths;
    private readonly bool female;
    private readonly bool pregnant;
    private readonly int weeks;
    private readonly int complaint;
    private readonly int[] slots;
    private readonly int number;
    private readonly int name;
    private readonly uint findings;
    private readonly uint backgrounds;
    private readonly double[] vitals;
    private readonly int patience;
    private readonly int consultation;
    private readonly int bay;
    private readonly int harmShift;
    private readonly bool partner;
    private readonly int distractor = -1;
    private readonly int language = -1;
    private readonly int pressure = -1;
    private readonly int instruction;
    private readonly int instructionText;

    public PatientDraft(TriageContent content, int familyIndex, int arrivalMinute, Crowding crowding, ref RandomStream random)
    {
        (this.familyIndex, this.arrivalMinute) = (familyIndex, arrivalMinute);
        family = content.Families[familyIndex];
        twinIndex = PickTwin(family, random.Chance(crowding.DangerousPerMille), ref random);
        twin = family.Twins[twinIndex];
        ageMonths = random.Between(family.LowestAgeMonths, family.HighestAgeMonths);
        var coin = random.Chance(500);
        female = family.Sex == "female" || (family.Sex == "any" && coin);
        pregnant = random.Chance(family.PregnantPerMille) && female && ageMonths is >= FewestChildbearingMonths and <= MostChildbearingMonths + 11;
        pregnant |= family.PregnantPerMille == 1000;
        weeks = random.Between(family.Weeks.Low, family.Weeks.High);
        complaint = random.Next(family.Complaints.Length);
        slots = new int[Math.Min(family.Slots.Length, MostSlots)];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = random.Next(family.Slots[i].Alternatives.Length);
        number = random.Between(2, 9);
        name = random.Next(content.People.Names.Length);
        findings = DrawFindings(twin, ref random);
        backgrounds = DrawBackgrounds(content, twin, ageMonths, ref random);
        vitals = DrawVitals(content, twin, ageMonths, ref random);
        patience = random.Between(content.Parameters.PatienceMinutes.Low, content.Parameters.PatienceMinutes.High);
        consultation = random.Between(content.Parameters.ClinicianMinutes.Low, content.Parameters.ClinicianMinutes.High);
        bay = random.Between(content.Parameters.BayMinutes.Low, content.Parameters.BayMinutes.High);
        harmShift = random.Between(-5, 5);
        partner = random.Chance(family.PartnerPresentPerMille);
        if (random.Chance(crowding.TraitsPerMille * 2))
            distractor = random.Next(content.People.Distractors.Length);
        if (random.Chance(crowding.TraitsPerMille))
            language = random.Next(content.People.Languages.Length);
        if (random.Chance(crowding.TraitsPerMille * 2))
            pressure = random.Next(content.People.Pressures.Length);
        if (random.Chance(crowding.TraitsPerMille))
            instruction = random.Chance(500) ? -1 : 1;
        instructionText = random.Next(instruction < 0 ? content.People.InstructionsDown.Length : content.People.InstructionsUp.Length);
    }

    /// <summary>A hash of every number drawn: equal patients have equal fingerprints.</summary>
    public ulong Fingerprint()
    {
        var hash = SplitMix64.Mix((ulong)(uint)familyIndex);
        Span<long> whole =
        [
            twinIndex, arrivalMinute, ageMonths, female ? 1 : 0, pregnant ? 1 : 0, weeks, complaint, number, name, findings, backgrounds, patience,
            consultation, bay, harmShift, partner ? 1 : 0, distractor, language, pressure, instruction, instructionText,
        ];
        foreach (var value in whole)
            hash = SplitMix64.Mix(hash ^ (ulong)value);
        foreach (var slot in slots)
            hash = SplitMix64.Mix(hash ^ (ulong)slot);
        foreach (var value in vitals)
            hash = SplitMix64.Mix(hash ^ (ulong)(value * 10));
        return hash;
    }

    public ScenarioPatient Build(TriageContent content, string id)
    {
        var people = content.People;
        var note = instruction == 0 ? null : (instruction < 0 ? people.InstructionsDown : people.InstructionsUp)[instructionText];
        return new ScenarioPatient
        {
            Id = id,
            ArrivalMinute = arrivalMinute,
            Family = family,
            Twin = twin,
            Name = people.Names[name],
            AgeMonths = ageMonths,
            Female = female,
            Pregnant = pregnant,
            Weeks = weeks,
            Complaint = Complaint(),
            Note = note,
            Instruction = instruction,
            Distractor = distractor < 0 ? null : people.Distractors[distractor],
            Language = language < 0 ? null : people.Languages[language],
            Pressure = pressure < 0 ? null : people.Pressures[pressure].Says,
            PartnerPresent = partner,
            Findings = findings,
            Backgrounds = backgrounds,
            VitalsAtArrival = [.. vitals],
            HarmMinute = twin.HarmAfterMinutes == 0 ? int.MaxValue : arrivalMinute + twin.HarmAfterMinutes + harmShift,
            PatienceMinute = arrivalMinute + patience,
            ConsultationMinutes = consultation,
            BayMinutes = bay,
        };
    }

    private static int PickTwin(Family family, bool dangerous, ref RandomStream random)
    {
        Span<int> weights = stackalloc int[family.Twins.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = family.Twins[i].IsDangerous == dangerous ? family.Twins[i].Weight : 0;
        return random.PickWeighted(weights);
    }

    private static uint DrawFindings(Twin twin, ref RandomStream random)
    {
        var present = 0U;
        for (var i = 0; i < twin.Findings.Length; i++)
        {
            if (random.Chance(twin.Findings[i]))
                present |= 1U << i;
        }

        if (twin.AtLeastOne == 0 || (present & twin.AtLeastOne) != 0)
            return present;
        var choice = random.Next(System.Numerics.BitOperations.PopCount(twin.AtLeastOne));
        for (var i = 0; ; i++)
        {
            if ((twin.AtLeastOne >> i & 1) != 0 && choice-- == 0)
                return present | 1U << i;
        }
    }

    private static uint DrawBackgrounds(TriageContent content, Twin twin, int ageMonths, ref RandomStream random)
    {
        var present = 0U;
        for (var i = 0; i < content.Backgrounds.Length; i++)
        {
            var background = content.Backgrounds[i];
            var rate = twin.Backgrounds[i] >= 0 ? twin.Backgrounds[i] : ageMonths >= background.FromYears * 12 ? background.PerMille : 0;
            if (random.Chance(rate))
                present |= 1U << i;
        }

        return present;
    }

    private static double[] DrawVitals(TriageContent content, Twin twin, int ageMonths, ref RandomStream random)
    {
        var values = new double[Vitals.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var (low, high) = double.IsNaN(twin.Vitals[i].Low) ? content.Parameters.AtRest(ageMonths, (Vital)i) : twin.Vitals[i];
            values[i] = ((Vital)i).AsShown(low + ((high - low) * random.NextUnit()));
        }

        return values;
    }

    private string Complaint()
    {
        var text = new StringBuilder(family.Complaints[complaint]);
        for (var i = 0; i < slots.Length; i++)
            text.Replace("{" + family.Slots[i].Name + "}", family.Slots[i].Alternatives[slots[i]]);
        text.Replace("{n}", number.ToString(CultureInfo.InvariantCulture));
        return family.Carer ? ForChild(text.ToString()) : text.ToString();
    }

    /// <summary>The carer's words for the child follow its sex.</summary>
    private string ForChild(string text)
    {
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
            words[i] = ChildWord(words[i]);
        return string.Join(' ', words);
    }

    private string ChildWord(string word)
    {
        var (from, to) = female
            ? (Male: new[] { "he", "he's", "his", "him", "himself", "he'd", "he'll" }, Female: new[] { "she", "she's", "her", "her", "herself", "she'd", "she'll" })
            : (["she", "she's", "her", "hers", "herself", "she'd", "she'll"], ["he", "he's", "his", "his", "himself", "he'd", "he'll"]);
        var bare = word.TrimEnd('.', ',', '!', '?', ';', ':');
        var index = Array.IndexOf(from, bare.ToLowerInvariant());
        if (index < 0)
            return word;
        var replacement = char.IsUpper(bare[0]) ? char.ToUpperInvariant(to[index][0]) + to[index][1..] : to[index];
        return replacement + word[bare.Length..];
    }
}
