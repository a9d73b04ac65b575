using System.Collections.Immutable;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>Concepts that the mechanics themselves speak of.</summary>
internal sealed class KnownConcepts(Concepts concepts)
{
    public int Identity { get; } = Index(concepts, "identity");

    public int News2 { get; } = Index(concepts, "news2");

    public int Observations { get; } = Index(concepts, "observations");

    public int Worsening { get; } = Index(concepts, "trend-worsening");

    public int Steady { get; } = Index(concepts, "trend-steady");

    public int Improving { get; } = Index(concepts, "trend-improving");

    public int NoKnownAllergies { get; } = Index(concepts, "no-known-allergies");

    public int AllergyUnknown { get; } = Index(concepts, "allergy-status-unknown");

    public int Anaphylaxis { get; } = Index(concepts, "anaphylaxis");

    public int FullEscalation { get; } = Index(concepts, "full-escalation");

    public int Cannula { get; } = Index(concepts, "cannula");

    /// <summary>A result that asks for nothing.</summary>
    public int NormalResult { get; } = Index(concepts, "normal-result");

    public int InterpreterNeeded { get; } = Index(concepts, "interpreter-needed");

    public int FamilyTold { get; } = Index(concepts, "family-told");

    public int FamilyNotTold { get; } = Index(concepts, "family-not-told");

    public int BedsideNurse { get; } = Index(concepts, "bedside-nurse");

    public int Gp { get; } = Index(concepts, "gp");

    public int Laboratory { get; } = Index(concepts, "laboratory");

    public int RegistrationClerk { get; } = Index(concepts, "registration-clerk");

    public int Triage { get; } = Index(concepts, "triage-nurse");

    public int WillFindOut { get; } = Index(concepts, "will-find-out");

    public int Agrees { get; } = Index(concepts, "agrees-to-drop");

    public int Declines { get; } = Index(concepts, "declines");

    private static int Index(Concepts concepts, string code) => concepts.Find(code)?.Index ?? throw new ContentInvalidException("ed-handover/concepts.yaml", 1, $"'{code}' is missing");
}

/// <summary>All clinical content of handovers, read once and checked.</summary>
internal sealed class HandoverContent
{
    private const string Folder = "ed-handover/";
    private readonly ImmutableArray<int> owners;

    private HandoverContent()
    {
        Sources = SourceLibrary.Load(Folder);
        Parameters = HandoverParameters.Load(Sources);
        Concepts = Concepts.Load();
        Known = new KnownConcepts(Concepts);
        Vocabulary = HandoverVocabulary.Load(Concepts);
        var items = ContentFiles.Open(Folder + "items.yaml");
        Items = [.. items.Maps("items").Select((map, i) => HandoverItem.Parse(map, i, Concepts, Vocabulary))];
        items.Close();
        if (Items.Length != Content.Items.Count)
            throw items.Fail($"there are {Content.Items.Count} items");
        owners = [.. new[] { "ward-nurse", "ward-doctor", "ed-doctor", "bedside-nurse" }.Select(code => Concepts.Require(code, items))];
        BedsideNurseMask = (ushort)(1 << Vocabulary.Contacts.IndexOf("bedside-nurse"));
        for (var i = 0; i < Vocabulary.Contacts.Length; i++)
            RegistrarMask |= (ushort)(Vocabulary.Contacts[i].EndsWith("-registrar", StringComparison.Ordinal) || Vocabulary.Contacts[i] == "critical-care-outreach" ? 1 << i : 0);
        People = HandoverPeople.Load(Concepts, Vocabulary, Items);
        News2 = News2.Load();
        Rules = HandoverRules.Load(Concepts, Vocabulary, Sources);
        History = [.. ContentFiles.Open(Folder + "history.yaml").Texts("history")];
        Families = [.. ContentFiles.List(Folder + "stays/").Select(path => new StayFamilyReader(ContentFiles.Open(path), Concepts, Vocabulary, Items, Sources).Read())];
        Hazards = [.. ContentFiles.Open(Folder + "hazards.yaml").Maps("hazards").Select(ReadHazard).Select(hazard => HazardFamilies.Name(hazard, Families, Concepts, Rules, Parameters.LimitMinutes))];
    }

    public SourceLibrary Sources { get; }

    /// <summary>The sources that stays, parameters and hazards rest on, in ordinal order.</summary>
    public ImmutableArray<ClinicalSource> SourcesUsed =>
        [.. Sources.All.Where(source => Families.Any(family => family.Sources.Contains(source.Id)) || Hazards.Any(hazard => hazard.Sources.Contains(source.Id)))];

    public HandoverParameters Parameters { get; }

    public Concepts Concepts { get; }

    public KnownConcepts Known { get; }

    public HandoverVocabulary Vocabulary { get; }

    /// <summary>HO01 to HO15, in order.</summary>
    public ImmutableArray<HandoverItem> Items { get; }

    public HandoverPeople People { get; }

    public News2 News2 { get; }

    public HandoverRules Rules { get; }

    public ImmutableArray<Hazard> Hazards { get; }

    public ImmutableArray<string> History { get; }

    /// <summary>In ordinal order of id: a family's index is stable within a version.</summary>
    public ImmutableArray<StayFamily> Families { get; }

    /// <summary>Contacts who count as a registrar or above, one bit each.</summary>
    public ushort RegistrarMask { get; }

    /// <summary>The bedside nurse among the contacts.</summary>
    public ushort BedsideNurseMask { get; }

    public static HandoverContent Load() => new();


    /// <summary>Whether two quantities are the same: 1.2 g is 1200 mg, and no unit equals only no unit.</summary>
    public bool Same(double value, int unit, double other, int otherUnit)
    {
        if (unit == otherUnit)
            return value == other;
        const double Closest = 1e-9;   // conversions round in the last bits
        var (scale, otherScale) = (Milligrams(unit), Milligrams(otherUnit));
        var difference = (value * scale) - (other * otherScale);
        return scale > 0 && otherScale > 0 && difference is < Closest and > -Closest;
    }

    private double Milligrams(int unit) => unit < 0 ? 0 : Vocabulary.Units[unit] switch
    {
        "g" => 1000,
        "mg" => 1,
        "micrograms" => 0.001,
        _ => 0,
    };

    /// <summary>Whether a dose of a time-critical medicine falls due before the receiving team's slot is over.</summary>
    public bool IsDueNow(in Slot slot, int start) =>
        slot.Item == Content.Items.Medicines && IsDueNow(slot.Truth, start);

    /// <summary>The same of what is known of a medicine.</summary>
    public bool IsDueNow(in Claim medicine, int start) =>
        medicine.Due >= 0 && Rules.IsTimeCritical(medicine.Concept) && ClockTimes.Add(medicine.Due, -start) < Parameters.LimitMinutes;

    /// <summary>Another role that might be taken for <paramref name="owner"/>.</summary>
    public int OtherOwner(int owner, int choice)
    {
        var other = owners[choice % owners.Length];
        return other != owner ? other : owners[(choice + 1) % owners.Length];
    }

    private Hazard ReadHazard(YamlMap map)
    {
        var sources = map.Texts("sources").ToImmutableArray();
        var hazard = new Hazard(
            map.Text("id"), Enum.Parse<SafetyCategory>(map.Text("category")), Enum.Parse<Severity>(map.Text("severity")), map.Text("statement"),
            sources, sources.All(id => (Sources.Find(id) ?? throw map.Fail($"source '{id}' is not in sources.yaml")).Verified));
        map.Close();
        return hazard;
    }
}
