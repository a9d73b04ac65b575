using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>Every medicine that can be prescribed, and which indications there are.</summary>
internal sealed class Formulary
{
    /// <summary>Most medicines: one bit each.</summary>
    public const int MostMedicines = 128;

    private static readonly (int Low, int High) LongTerm = (7, 112);

    private readonly Dictionary<string, UInt128> masks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> indications = new(StringComparer.Ordinal);
    private readonly Vocabulary words;
    private readonly SourceLibrary sources;

    public Formulary(Vocabulary words, SourceLibrary sources)
    {
        (this.words, this.sources) = (words, sources);
        var drafts = ContentFiles.List("prescribing/medicines/").SelectMany(ReadDrafts).ToArray();
        if (drafts.Length > MostMedicines)
            throw drafts[^1].Row.Fail(FormattableString.Invariant($"at most {MostMedicines} medicines"));
        for (var i = 0; i < drafts.Length; i++)
        {
            if (!byId.TryAdd(drafts[i].Id, i))
                throw drafts[i].Row.Fail($"'{drafts[i].Id}' is listed twice");
            foreach (var name in drafts[i].Tags.Add(drafts[i].Id))
                masks[name] = masks.GetValueOrDefault(name) | (UInt128.One << i);
        }

        var names = drafts.SelectMany(draft => draft.Row.Maps("uses")).SelectMany(use => use.Texts("for")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Indications = [.. names];
        for (var i = 0; i < Indications.Length; i++)
            indications[Indications[i]] = i;
        Medicines = [.. drafts.Select(Read)];
    }

    public ImmutableArray<Medicine> Medicines { get; }

    /// <summary>In ordinal order.</summary>
    public ImmutableArray<string> Indications { get; }

    /// <summary>Bit per medicine that has the tag or id; 0 when there is none.</summary>
    public UInt128 Mask(string tagOrId) => masks.GetValueOrDefault(tagOrId);

    /// <summary>Whether two medicines have a tag in common, such as a class.</summary>
    public bool ShareATag(int one, int other) => Medicines[one].Tags.Any(tag => Medicines[other].Tags.Contains(tag));

    public int IndexOf(string id) => byId.GetValueOrDefault(id, -1);

    public int Indication(string name) => indications.GetValueOrDefault(name, -1);

    private static IEnumerable<MedicineDraft> ReadDrafts(string path)
    {
        var file = ContentFiles.Open(path);
        var source = file.Text("source");
        ImmutableArray<string> shared = [.. file.OptionalTexts("tags")];
        var drafts = file.Maps("medicines").Select(row => new MedicineDraft(row.Text("id"), [.. row.OptionalTexts("tags"), .. shared], row, row.OptionalText("source") ?? source)).ToArray();
        file.Close();
        return drafts;
    }

    private Medicine Read(MedicineDraft draft)
    {
        var row = draft.Row;
        CheckSource(row, draft.Source);
        var medicine = new Medicine
        {
            Id = draft.Id,
            Name = words.Title(draft.Id),
            Tags = draft.Tags,
            Uses = [.. row.Maps("uses").Select(use => ReadUse(use, draft.Source))],
            FollowUps = [.. row.OptionalMaps("check").Select(ReadFollowUp)],
            Tell = Points(row, "tell"),
            Source = draft.Source,
        };
        row.Close();
        return medicine;
    }

    public ulong Points(YamlMap row, string key)
    {
        var points = 0UL;
        foreach (var point in row.OptionalTexts(key))
            points |= words.Point(point) is var index and >= 0 ? 1UL << index : throw row.Fail($"unknown point '{point}'");
        return points;
    }

    public FollowUp ReadFollowUp(YamlMap row)
    {
        var followUp = new FollowUp(words.Test(row.Text("test")), row.Whole("within"));
        row.Close();
        return followUp.Test >= 0 ? followUp : throw row.Fail("unknown test");
    }

    private Use ReadUse(YamlMap row, string source)
    {
        var use = new Use
        {
            Indications = [.. row.Texts("for").Select(Indication)],
            Route = words.Routes.IndexOf(row.OptionalText("route") ?? "oral"),
            Dose = row.NumberRange("dose"),
            Unit = words.Unit(row.OptionalText("unit") ?? "mg"),
            PerKg = row.Flag("per_kg"),
            Cap = row.Has("cap") ? row.Number("cap") : double.PositiveInfinity,
            Frequencies = row.Texts("every").Aggregate(0U, (mask, name) => mask | (words.FrequencyOf(name) is var index and >= 0 ? 1U << index : throw row.Fail($"unknown frequency '{name}'"))),
            Days = row.Has("days") ? row.Range("days") : LongTerm,
            MostPerDay = row.Whole("most_per_day", 0),
            NamedDay = row.Flag("named_day"),
            Line = row.Whole("line", 1),
            Opioid = row.OptionalText("opioid"),
            When = row.Has("when") ? PatientCondition.Read(row.Map("when"), words, Mask) : PatientCondition.Always,
            Source = row.OptionalText("source") ?? source,
        };
        row.Close();
        CheckSource(row, use.Source);
        if (use.Route < 0 || use.Unit < 0)
            throw row.Fail("unknown route or unit");
        return use.Opioid is null or "background" or "breakthrough" ? use : throw row.Fail("'opioid' is background or breakthrough");
    }

    private void CheckSource(YamlMap row, string source)
    {
        if (sources.Find(source) is null)
            throw row.Fail($"unknown source '{source}'");
    }
}
