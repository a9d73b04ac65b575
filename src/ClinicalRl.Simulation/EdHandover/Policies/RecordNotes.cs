using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Policies;

/// <summary>All that was read about one thing: entries that may contradict each other, and what somebody said who knows.</summary>
internal sealed class Topic(int item)
{
    public int Item => item;

    public List<SeenEntry> Entries { get; } = [];

    public SeenEntry? Said { get; set; }

    public bool IsReconciled { get; set; }

    public bool IsContradictory => Entries.Select(entry => (entry.Claim, entry.NhsNumber, entry.BirthDate)).Distinct().Count() > 1;

    /// <summary>What stands: what somebody said who knows, else the fullest entry.</summary>
    public SeenEntry Best => Said ?? Entries.MaxBy(entry => System.Numerics.BitOperations.PopCount((uint)entry.Claim.Said))!;
}

/// <summary>What a careful reader notes down while going through the record.</summary>
internal sealed class RecordNotes(HandoverContent content)
{
    private readonly List<Topic> topics = [];
    private readonly List<SeenEntry> observations = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public IReadOnlyList<Topic> Topics => topics;

    public string? Password { get; private set; }

    public bool HasAllergyEntry => topics.Exists(topic => topic.Item == Items.Allergies);

    public SeenEntry? LastObservation => observations.Count == 0 ? null : observations[^1];

    /// <summary>The last set that stands in the record, with an id.</summary>
    public SeenEntry? LastCharted => observations.FindLast(entry => entry.Id.Length > 0);

    public bool UsesNews2 => observations.Exists(entry => entry.Observations.TryGetProperty("news2_charted", out _));

    /// <summary>The oxygen target of patients who may retain carbon dioxide, for whom NEWS2 scores saturation on its second scale.</summary>
    private bool ScaleTwo => topics.Exists(topic => topic.Item == Items.Lines && content.Concepts[topic.Best.Claim.Concept].Code == "oxygen-target-88-92");

    public void Note(HandoverView view)
    {
        foreach (var entry in view.Entries)
        {
            if (entry.Id.Length > 0 && !seen.Add(entry.Id))
                continue;
            if (entry.Text is { } text && text.Contains("password '", StringComparison.Ordinal))
                Password = text.Split('\'')[1];
            if (entry.IsObservation)
                observations.Add(entry);
            else if (!entry.IsMisfiled)
                File(entry);
        }
    }

    public int Score(SeenEntry entry)
    {
        double Of(Vital vital) => entry.Observations.GetProperty(vital.Name()).GetDouble();
        return content.News2.Score(new News2Observations(
            Of(Vital.RespiratoryRate), Of(Vital.Spo2), entry.Observations.GetProperty("on_oxygen").GetBoolean(), Of(Vital.Systolic), Of(Vital.Pulse), Of(Vital.Consciousness),
            Of(Vital.Temperature), ScaleTwo)).Total;
    }

    /// <summary>The severity as the observations have it.</summary>
    public Claim Severity()
    {
        var last = LastObservation!;
        if (!UsesNews2)
        {
            var trend = topics.Find(topic => topic.Item == Items.Severity)?.Best.Claim.Detail ?? Claim.Unsaid;
            return new Claim { Concept = (short)content.Known.Observations, At = last.At, Detail = last.Claim.Detail >= 0 ? last.Claim.Detail : trend };
        }

        var change = Score(last) - Score(observations[0]);
        var points = content.Parameters.TrendPoints;
        var direction = change >= points ? content.Known.Worsening : change <= -points ? content.Known.Improving : content.Known.Steady;
        return new Claim { Concept = (short)content.Known.News2, Value = Score(last), At = last.At, Detail = (short)direction };
    }

    private void File(SeenEntry entry)
    {
        if (entry.IsIdentity)
        {
            Add(Items.Identity, entry, topic => true);
            return;
        }

        if (entry.Claim.Concept < 0)
            return;
        var concept = content.Concepts[entry.Claim.Concept];
        var item = ClaimArguments.ItemOf(entry.Claim, entry.Author, content);
        if (item < 0)
            return;
        Add(item, entry, topic => item is Items.Allergies or Items.Severity || topic.Best.Claim.Concept == entry.Claim.Concept
            || (concept.IsExclusive && content.Concepts[topic.Best.Claim.Concept].Kind == concept.Kind));
    }

    private void Add(int item, SeenEntry entry, Predicate<Topic> belongs)
    {
        var topic = topics.Find(known => known.Item == item && (known.Entries.Count > 0 || known.Said is not null) && belongs(known));
        if (topic is null)
            topics.Add(topic = new Topic(item));
        if (entry.Id.Length == 0)
            topic.Said = entry;
        else
            topic.Entries.Add(entry);
    }
}
