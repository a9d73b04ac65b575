using System.Globalization;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.EdHandover.Scenarios;

/// <summary>Lines of the record as an agent sees them.</summary>
/// <param name="Text">The inside of a JSON string.</param>
/// <param name="Json">The members of a JSON array.</param>
internal sealed record Page(byte[] Text, byte[] Json)
{
    public static Page Empty { get; } = new([], []);
}

/// <summary>
/// What can be read of a stay, rendered when first asked for. Two threads that ask at once render the same bytes, and either is kept.
/// </summary>
internal sealed class RecordPages
{
    private const int TypicalBytes = 1_024;
    private static readonly string[] Consciousness = ["alert", "newly confused", "responds to voice", "responds to pain", "unresponsive"];

    private Page?[]? sections;
    private Page? repeat;
    private byte[]? heading;
    private byte[]? stayJson;

    /// <summary>One section, before or after something arrived.</summary>
    public Page Section(Stay stay, HandoverContent content, int section, bool hasArrived)
    {
        var pages = sections ??= new Page?[content.Vocabulary.Sections.Length * 2];
        return pages[(section * 2) + (hasArrived ? 1 : 0)] ??= RenderSection(stay, content, section, hasArrived);
    }

    /// <summary>The set of observations taken on request.</summary>
    public Page Repeat(Stay stay, HandoverContent content)
    {
        if (repeat is not null)
            return repeat;
        var (text, json) = (new Utf8Text(TypicalBytes), new Utf8Text(TypicalBytes));
        text.Append("Repeated at "u8).AppendClock(stay.Repeated.At).Append(": "u8);
        AppendObservations(text, stay.Repeated, charted: false);
        if (!stay.UsesNews2)
            text.Append(" Condition "u8).Append(content.Concepts[stay.Trend].EncodedTitle).Append("."u8);
        json.Append("{\"id\":\"\",\"at\":\""u8).AppendClock(stay.Repeated.At).Append("\",\"author\":\"bedside-nurse\""u8);
        AppendObservationsJson(json, stay.Repeated, charted: false);
        if (!stay.UsesNews2)
            json.Append(",\"detail\":"u8).AppendJson(content.Concepts[stay.Trend].Code);
        json.Append("}"u8);
        return repeat = new Page(text.Append("\\n"u8).Written.ToArray(), json.Written.ToArray());
    }

    /// <summary>What somebody says who was asked: the truth about some slots.</summary>
    public Page Said(Stay stay, HandoverContent content, int who, uint slots)
    {
        var (text, json) = (new Utf8Text(TypicalBytes), new Utf8Text(TypicalBytes));
        text.Append("The "u8).Append(content.Concepts[who].EncodedTitle).Append(" says: "u8);
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            if ((slots >> i & 1) == 0)
                continue;
            ref readonly var slot = ref stay.Slots.ItemRef(i);
            json.Append(json.Length > 0 ? ",{\"id\":\"\",\"at\":\""u8 : "{\"id\":\"\",\"at\":\""u8).AppendClock(stay.Start).Append("\",\"author\":"u8).AppendJson(content.Concepts[who].Code);
            AppendClaimJson(json, stay, content, slot.Item, slot.Truth);
            json.Append("}"u8);
            content.Items[slot.Item].Says[slot.Wording].AppendTo(text, slot.Truth, stay.Person, content);
            text.Append(" "u8);
        }

        return new Page(text.Append("\\n"u8).Written.ToArray(), json.Written.ToArray());
    }

    /// <summary>The first line of every observation after the time: whom it is about and who receives.</summary>
    public byte[] Heading(Stay stay, HandoverContent content) => heading ??= new Utf8Text(256)
        .Append(". You hand over "u8).AppendInner(stay.Person.FullName).Append(", "u8).AppendInner(AgeText(stay.Person)).Append(", "u8).AppendInner(stay.Person.Place)
        .Append(" ("u8).AppendInner(stay.Family.Title).Append("), to the "u8).Append(content.Concepts[stay.Family.Receiver].EncodedTitle).Append(", "u8)
        .AppendInner(stay.Family.Ward).Append(".\\n"u8).Written.ToArray();

    /// <summary>The same as a JSON object.</summary>
    public byte[] StayJson(Stay stay, HandoverContent content) => stayJson ??= new Utf8Text(256)
        .Append("{\"name\":"u8).AppendJson(stay.Person.FullName).Append(",\"age_months\":"u8).Append(stay.Person.AgeMonths).Append(",\"place\":"u8).AppendJson(stay.Person.Place)
        .Append(",\"complaint\":"u8).AppendJson(stay.Family.Title).Append(",\"receiver\":"u8).AppendJson(content.Concepts[stay.Family.Receiver].Code)
        .Append(",\"ward\":"u8).AppendJson(stay.Family.Ward).Append("}"u8).Written.ToArray();

    /// <summary>A slot's truth as a sentence.</summary>
    public static string Sentence(Stay stay, HandoverContent content, int slot) =>
        content.Items[stay.Slots[slot].Item].Says[stay.Slots[slot].Wording].Text(stay.Slots[slot].Truth, stay.Person.FullName, content);

    /// <summary>The index of the entry called <paramref name="id"/>, or -1.</summary>
    public static int EntryIndex(Stay stay, string id) =>
        id.Length > 1 && id[0] == 'E' && int.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= stay.Entries.Length
            ? number - 1 : -1;

    private static string AgeText(Person person) => person.AgeMonths < 24
        ? string.Create(CultureInfo.InvariantCulture, $"{person.AgeMonths} months")
        : string.Create(CultureInfo.InvariantCulture, $"{person.AgeMonths / 12} years");

    private static Page RenderSection(Stay stay, HandoverContent content, int section, bool hasArrived)
    {
        var (text, json) = (new Utf8Text(TypicalBytes), new Utf8Text(TypicalBytes));
        text.AppendInner(content.Vocabulary.SectionTitles[section]).Append(":\\n"u8);
        if (section == 0)
            AppendDemographics(text, json, stay);
        for (var i = 0; i < stay.Entries.Length; i++)
        {
            ref readonly var entry = ref stay.Entries.ItemRef(i);
            if (entry.Section != section || (entry.Since > 0 && !hasArrived))
                continue;
            AppendEntry(text, stay, content, entry, i + 1);
            json.Append(json.Length > 0 ? ",{\"id\":\"E"u8 : "{\"id\":\"E"u8).Append(i + 1).Append("\",\"at\":\""u8).AppendClock(entry.At);
            json.Append("\",\"author\":"u8).AppendJson(content.Concepts[entry.Author].Code);
            AppendEntryJson(json, stay, content, entry);
            json.Append("}"u8);
        }

        if (json.Length == 0)
            text.Append("Nothing is recorded here.\\n"u8);
        return new Page(text.Written.ToArray(), json.Written.ToArray());
    }

    /// <summary>What the header of the record shows beside its entries.</summary>
    private static void AppendDemographics(Utf8Text text, Utf8Text json, Stay stay)
    {
        var person = stay.Person;
        var line = $"{(person.Female ? "Female" : "Male")}; ethnicity: {person.Ethnicity}; language: {person.Language ?? "English"}.";
        text.AppendInner(line).Append("\\n"u8);
        json.Append("{\"id\":\"\",\"at\":\""u8).AppendClock(stay.Start).Append("\",\"author\":\"registration-clerk\",\"text\":"u8).AppendJson(line).Append("}"u8);
    }

    private static void AppendEntry(Utf8Text text, Stay stay, HandoverContent content, in RecordEntry entry, int number)
    {
        text.Append("E"u8).Append(number).Append(" "u8).AppendClock(entry.At).Append(" "u8).Append(content.Concepts[entry.Author].EncodedTitle).Append(": "u8);
        if (entry.OtherNumber > 0)
            text.Append("[filed under NHS number "u8).AppendInner(entry.OtherNumber.ToString("0", CultureInfo.InvariantCulture)).Append("] "u8);
        if (entry.Observation >= 0)
            AppendObservations(text, stay.Observations[entry.Observation], charted: true);
        else if (entry.Text is not null)
            text.AppendInner(entry.Text);
        else
            content.Items[stay.Slots[entry.Slot].Item].Says[stay.Slots[entry.Slot].Wording].AppendTo(text, entry.Claim, stay.Person, content);
        text.Append("\\n"u8);
    }

    private static void AppendEntryJson(Utf8Text json, Stay stay, HandoverContent content, in RecordEntry entry)
    {
        if (entry.OtherNumber > 0)
            json.Append(",\"filed_under\":"u8).AppendJson(entry.OtherNumber.ToString("0", CultureInfo.InvariantCulture));
        if (entry.Text is not null)
            json.Append(",\"text\":"u8).AppendJson(entry.Text);
        if (entry.Observation >= 0)
            AppendObservationsJson(json, stay.Observations[entry.Observation], charted: true);
        else if (entry.Claim.Concept >= 0)
            AppendClaimJson(json, stay, content, entry.Slot < 0 ? -1 : stay.Slots[entry.Slot].Item, entry.Claim);
    }

    private static void AppendClaimJson(Utf8Text json, Stay stay, HandoverContent content, int item, in Claim claim)
    {
        if (item == Items.Identity)
        {
            json.Append(",\"name\":"u8).AppendJson(stay.Person.FullName).Append(",\"date_of_birth\":"u8).AppendJson(claim.BirthDateText);
            json.Append(",\"nhs_number\":"u8).AppendJson(claim.Value.ToString("0", CultureInfo.InvariantCulture));
            return;
        }

        json.Append(",\"code\":"u8).AppendJson(content.Concepts[claim.Concept].Code);
        if (claim.Detail >= 0)
            json.Append(",\"detail\":"u8).AppendJson(content.Concepts[claim.Detail].Code);
        if (claim.HasValue)
            json.Append(",\"value\":"u8).Append(claim.Value);
        if (claim.Unit >= 0)
            json.Append(",\"unit\":"u8).AppendJson(content.Vocabulary.Units[claim.Unit]);
        if (claim.At >= 0)
            json.Append(",\"time\":\""u8).AppendClock(claim.At).Append("\""u8);
        if (claim.Due >= 0)
            json.Append(",\"due\":\""u8).AppendClock(claim.Due).Append("\""u8);
        if (claim.Owner >= 0)
            json.Append(",\"owner\":"u8).AppendJson(content.Concepts[claim.Owner].Code);
        if (claim.Side != Side.None)
            json.Append(claim.Side == Side.Left ? ",\"side\":\"left\""u8 : ",\"side\":\"right\""u8);
    }

    private static void AppendObservations(Utf8Text text, ObservationSet set, bool charted)
    {
        text.Append("RR "u8).Append(set.Values[(int)Vital.RespiratoryRate]).Append(", SpO2 "u8).Append(set.Values[(int)Vital.Spo2]).Append(set.OnOxygen ? "% on oxygen, BP "u8 : "% on air, BP "u8);
        text.Append(set.Values[(int)Vital.Systolic]).Append("/"u8).Append(set.Values[(int)Vital.Diastolic]).Append(", pulse "u8).Append(set.Values[(int)Vital.Pulse]).Append(", "u8);
        text.AppendInner(Consciousness[(int)set.Values[(int)Vital.Consciousness]]).Append(", "u8).Append(set.Values[(int)Vital.Temperature]).Append(" °C."u8);
        if (charted && set.Charted >= 0)
            text.Append(" NEWS2 charted as "u8).Append(set.Charted).Append("."u8);
    }

    private static void AppendObservationsJson(Utf8Text json, ObservationSet set, bool charted)
    {
        json.Append(",\"observations\":{\"on_oxygen\":"u8).Append(set.OnOxygen);
        for (var i = 0; i < set.Values.Length; i++)
            json.Append(",\""u8).AppendInner(Vitals.Names[i]).Append("\":"u8).Append(set.Values[i]);
        if (charted && set.Charted >= 0)
            json.Append(",\"news2_charted\":"u8).Append(set.Charted);
        json.Append("}"u8);
    }
}
