using System.Text.Json;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover.Policies;

/// <summary>One line of the record, or something that was said, as any agent sees it.</summary>
internal sealed record SeenEntry(string Id, string Author, bool IsMisfiled, string? Text, Claim Claim, string? Name, string? BirthDate, string? NhsNumber, JsonElement Observations, short At)
{
    public bool IsIdentity => NhsNumber is not null;

    public bool IsObservation => Observations.ValueKind == JsonValueKind.Object;
}

/// <summary>The parts of an observation's data that the policies use.</summary>
internal sealed record HandoverView(string Phase, string Text, IReadOnlyList<SeenEntry> Entries, IReadOnlyList<string> News, IReadOnlyList<(string Id, string Text)> Open, int Minute, short Clock)
{
    public static HandoverView Read(JsonElement observation, HandoverContent content)
    {
        var data = observation.GetProperty("data");
        var result = data.GetProperty("result");
        _ = ClockTimes.TryRead(data.GetProperty("clock").GetString(), out var clock);
        return new HandoverView(
            data.GetProperty("phase").GetString()!,
            result.GetProperty("text").GetString()!,
            [.. result.GetProperty("entries").EnumerateArray().Select(entry => ReadEntry(entry, content))],
            [.. data.GetProperty("news").EnumerateArray().Select(news => news.GetString()!)],
            [.. data.GetProperty("open").EnumerateArray().Select(open => (open.GetProperty("id").GetString()!, open.GetProperty("text").GetString()!))],
            data.GetProperty("minute").GetInt32(), clock);
    }

    private static SeenEntry ReadEntry(JsonElement entry, HandoverContent content)
    {
        _ = ClockTimes.TryRead(Word(entry, "time"), out var time);
        _ = ClockTimes.TryRead(Word(entry, "due"), out var due);
        _ = ClockTimes.TryRead(Word(entry, "at"), out var at);
        var claim = new Claim
        {
            Concept = Code(entry, "code", content),
            Detail = Code(entry, "detail", content),
            Value = entry.TryGetProperty("value", out var value) ? value.GetDouble() : double.NaN,
            Unit = (sbyte)(Word(entry, "unit") is { } unit ? content.Vocabulary.Units.IndexOf(unit) : Claim.Unsaid),
            At = time,
            Due = due,
            Owner = Code(entry, "owner", content),
            Side = Word(entry, "side") switch { "left" => Side.Left, "right" => Side.Right, _ => Side.None },
        };
        return new SeenEntry(
            Word(entry, "id")!, Word(entry, "author")!, entry.TryGetProperty("filed_under", out _), Word(entry, "text"), claim, Word(entry, "name"), Word(entry, "date_of_birth"),
            Word(entry, "nhs_number"), entry.TryGetProperty("observations", out var observations) ? observations.Clone() : default, at);
    }

    private static string? Word(JsonElement entry, string name) => entry.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static short Code(JsonElement entry, string name, HandoverContent content) => (short)(Word(entry, name) is { } code ? content.Concepts.Find(code)!.Index : Claim.Unsaid);
}
