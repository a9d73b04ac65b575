using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>A question that a receiver can ask about one part of an item.</summary>
/// <param name="Field">What is asked for; none asks for the concept itself.</param>
/// <param name="Words">The question.</param>
internal sealed record ItemQuestion(ClaimFields Field, ClaimTemplate Words);

/// <summary>One item of a handover, HO01 to HO15, with where the record holds it and who can settle it.</summary>
internal sealed record HandoverItem
{
    public required int Index { get; init; }

    public required string Id { get; init; }

    /// <summary>The word for it with <c>query</c> and <c>reconcile</c>.</summary>
    public required string Topic { get; init; }

    public required string Title { get; init; }

    public required Severity Severity { get; init; }

    public required int Section { get; init; }

    /// <summary>Who writes it there, as concept.</summary>
    public required int Author { get; init; }

    /// <summary>Where a colleague may have written something else, and who.</summary>
    public required int AlsoSection { get; init; }

    public required int AlsoAuthor { get; init; }

    /// <summary>Who can say what is right, as concept.</summary>
    public required int SettledBy { get; init; }

    public required ImmutableArray<ClaimTemplate> Says { get; init; }

    public required ClaimTemplate Read { get; init; }

    public required ImmutableArray<ItemQuestion> Questions { get; init; }

    public static HandoverItem Parse(YamlMap map, int index, Concepts concepts, HandoverVocabulary words)
    {
        var also = map.Map("also");
        var ask = map.Map("ask");
        var item = new HandoverItem
        {
            Index = index,
            Id = map.Text("id"),
            Topic = map.Text("topic"),
            Title = map.Text("title"),
            Severity = Enum.Parse<Severity>(map.Text("severity")),
            Section = words.Section(map.Text("section"), map),
            Author = concepts.Require(map.Text("author"), map),
            AlsoSection = words.Section(also.Text("section"), map),
            AlsoAuthor = concepts.Require(also.Text("author"), map),
            SettledBy = concepts.Require(map.Text("settled_by"), map),
            Says = [.. map.Texts("says").Select(text => ClaimTemplate.Parse(text, map))],
            Read = ClaimTemplate.Parse(map.Text("read"), map),
            Questions = [.. ask.Keys.Select(key => new ItemQuestion(FieldOf(key, map), ClaimTemplate.Parse(ask.Text(key), map)))],
        };
        also.Close();
        ask.Close();
        map.Close();
        return item;
    }

    private static ClaimFields FieldOf(string word, YamlMap at) => word switch
    {
        "is" => ClaimFields.None,
        "detail" => ClaimFields.Detail,
        "value" => ClaimFields.Value,
        "at" => ClaimFields.At,
        "due" => ClaimFields.Due,
        "owner" => ClaimFields.Owner,
        "side" => ClaimFields.Side,
        _ => throw at.Fail($"'{word}' is no part of a claim"),
    };
}

/// <summary>The items by their place in the list.</summary>
internal static class Items
{
    public const int Identity = 0;
    public const int Severity = 1;
    public const int Diagnosis = 2;
    public const int Allergies = 3;
    public const int Medicines = 4;
    public const int Pending = 5;
    public const int Actions = 6;
    public const int Contingency = 7;
    public const int Ceiling = 8;
    public const int Lines = 9;
    public const int Infection = 10;
    public const int Safety = 11;
    public const int Family = 12;
    public const int Changes = 13;
    public const int Critical = 14;
    public const int Count = 15;
}
