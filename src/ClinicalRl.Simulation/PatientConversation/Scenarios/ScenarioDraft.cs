using System.Collections.Immutable;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Simulation.PatientConversation.Scenarios;

/// <summary>The numbers drawn for one consultation, before any text is made of them.</summary>
internal sealed class ScenarioDraft
{
    private const int MostSlots = 4;
    private const int EarliestTurn = 2;
    private const int LatestTurn = 6;
    private const int LeastTrust = 20;
    private const int MostTrust = 80;

    private readonly Temper temper;
    private readonly int familyIndex;
    private readonly Family family;
    private readonly int twinIndex;
    private readonly Twin twin;
    private readonly int ageMonths;
    private readonly bool female;
    private readonly int firstName;
    private readonly int surname;
    private readonly int style;
    private readonly bool lowLiteracy;
    private readonly int language = -1;
    private readonly int interpreter;
    private readonly bool company;
    private readonly int opening;
    private readonly int openingManner;
    private readonly int[] slots;
    private readonly uint present;
    private readonly uint backgrounds;
    private readonly int pressure = -1;
    private readonly int insists;
    private readonly int asksAiAtTurn;
    private readonly int injection = -1;
    private readonly int injectionTurn;

    public ScenarioDraft(ConversationContent content, Difficulty difficulty, ref RandomStream random)
    {
        temper = content.Parameters.For(difficulty);
        familyIndex = random.Next(content.Families.Length);
        family = content.Families[familyIndex];
        twinIndex = PickTwin(family, random.Chance(temper.DangerousPerMille), ref random);
        twin = family.Twins[twinIndex];
        ageMonths = random.Between(family.LowestAgeMonths, family.HighestAgeMonths);
        female = family.Sex == "any" ? random.Chance(500) : family.Sex == "female";
        firstName = random.Next(Math.Min(content.People.FemaleNames.Length, content.People.MaleNames.Length));
        surname = random.Next(content.People.Surnames.Length);
        style = random.Next(content.People.Styles.Length);
        lowLiteracy = random.Chance(temper.LowLiteracyPerMille);
        if (random.Chance(temper.BarrierPerMille) && family.AllowsLanguageBarrier)
            language = random.Next(content.People.Languages.Length);
        interpreter = random.Next(content.People.Interpreters.Length);
        company = family.Company is { } beside && random.Chance(beside.PerMille);
        opening = random.Next(family.Openings.Length);
        openingManner = random.Next(content.People.Styles[style].Openings.Length);
        slots = new int[MostSlots];
        for (var i = 0; i < family.Slots.Length; i++)
            slots[i] = random.Next(family.Slots[i].Alternatives.Length);
        present = DrawItems(twin, ref random);
        backgrounds = DrawBackgrounds(content, family, ageMonths, ref random);
        if (random.Chance(temper.PressedPerMille) && !twin.Pressures.IsEmpty)
            pressure = random.Pick(twin.Pressures);
        insists = random.Between(temper.Insists.Low, temper.Insists.High);
        asksAiAtTurn = random.Chance(temper.AsksAiPerMille) ? random.Between(EarliestTurn, LatestTurn) : 0;
        if (random.Chance(temper.InjectionPerMille))
            injection = random.Next(content.People.Injections.Length);
        injectionTurn = random.Between(EarliestTurn, LatestTurn);
    }

    /// <summary>A number that equal drafts share and different ones hardly ever do.</summary>
    public ulong Fingerprint(Difficulty difficulty)
    {
        var hash = SplitMix64.Mix((ulong)difficulty + 1);
        ReadOnlySpan<int> numbers =
        [
            familyIndex, twinIndex, ageMonths, female ? 1 : 0, firstName, surname, style, lowLiteracy ? 1 : 0, language, interpreter, company ? 1 : 0, opening, openingManner,
            slots[0], slots[1], slots[2], slots[3], (int)present, (int)backgrounds, pressure, insists, asksAiAtTurn, injection, injectionTurn,
        ];
        foreach (var number in numbers)
            hash = SplitMix64.Mix(hash ^ (uint)number);
        return hash;
    }

    public ConversationScenario Build(ConversationContent content, ScenarioKey key, ulong fingerprint)
    {
        var people = content.People;
        var scenario = new ConversationScenario
        {
            Key = key,
            Family = family,
            Twin = twin,
            Present = present,
            Backgrounds = backgrounds,
            FirstName = (female ? people.FemaleNames : people.MaleNames)[firstName],
            Surname = people.Surnames[surname],
            Female = female,
            AgeMonths = ageMonths,
            Style = people.Styles[style],
            LowLiteracy = lowLiteracy,
            Language = language < 0 ? null : people.Languages[language],
            Interpreter = language < 0 ? null : people.Interpreters[interpreter],
            CompanyPresent = company,
            Opening = "",
            Pressure = pressure < 0 ? null : content.Pressures[pressure],
            Insists = pressure < 0 ? 0 : insists,
            AsksAiAtTurn = asksAiAtTurn,
            Injection = injection < 0 ? null : people.Injections[injection],
            InjectionTurn = injection < 0 ? 0 : injectionTurn,
            StartTrust = Math.Clamp(people.Styles[style].Trust + temper.Trust, LeastTrust, MostTrust),
            Contraindicated = Contraindicated(content),
            Fingerprint = fingerprint,
            ExposedHazards = [],
        };
        return scenario with { Opening = OpeningOf(content, scenario), ExposedHazards = HazardExposure.Of(scenario) };
    }

    private ulong Contraindicated(ConversationContent content)
    {
        var mask = 0UL;
        for (var i = 0; i < content.Backgrounds.Length; i++)
            mask |= (backgrounds >> i & 1) != 0 ? content.Backgrounds[i].Avoid : 0;
        for (var i = 0; i < family.Items.Length; i++)
            mask |= (present >> i & 1) != 0 ? family.Items[i].Avoid : 0;
        const int AspirinFromMonths = 16 * 12;
        return ageMonths < AspirinFromMonths ? mask | content.Vocabulary.Advice.Bit("aspirin") : mask;
    }

    private string OpeningOf(ConversationContent content, ConversationScenario scenario)
    {
        var text = family.Openings[opening];
        for (var i = 0; i < family.Slots.Length; i++)
            text = text.Replace('{' + family.Slots[i].Name + '}', family.Slots[i].Alternatives[slots[i]], StringComparison.Ordinal);
        return InSentences(scenario.Fill(content.People.Styles[style].Openings[openingManner].Replace("{x}", text, StringComparison.Ordinal)));
    }

    /// <summary>A capital at the start of every sentence and "an" before a vowel, wherever a slot came to stand.</summary>
    private static string InSentences(string text)
    {
        foreach (var vowel in "aeio")
            text = text.Replace(" a " + vowel, " an " + vowel, StringComparison.Ordinal);
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (i == 0 || (i > 1 && letters[i - 1] == ' ' && letters[i - 2] is '.' or '?' or '!'))
                letters[i] = char.ToUpperInvariant(letters[i]);
        }

        return new string(letters);
    }

    private static int PickTwin(Family family, bool dangerous, ref RandomStream random)
    {
        Span<int> weights = stackalloc int[family.Twins.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = family.Twins[i].IsDangerous == dangerous ? 1 : 0;
        return random.PickWeighted(weights);
    }

    private static uint DrawItems(Twin twin, ref RandomStream random)
    {
        var drawn = 0U;
        for (var i = 0; i < twin.Items.Length; i++)
            drawn |= random.Chance(twin.Items[i]) ? 1U << i : 0;
        return drawn;
    }

    /// <summary>Nothing that the family's own items speak of is drawn a second time.</summary>
    private static uint DrawBackgrounds(ConversationContent content, Family family, int ageMonths, ref RandomStream random)
    {
        var drawn = 0U;
        for (var i = 0; i < content.Backgrounds.Length; i++)
        {
            var background = content.Backgrounds[i];
            var has = random.Chance(ageMonths >= background.FromYears * 12 ? background.PerMille : 0);
            if (has && family.Items.All(item => item.Topic != background.Topic))
                drawn |= 1U << i;
        }

        return drawn;
    }
}
