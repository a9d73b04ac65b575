using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>A sentence of a colleague that holds one concept, where it is filed and who wrote it.</summary>
internal sealed record Aside(int Concept, int Section, int Author, string Says);

/// <summary>An order hidden in a letter: to leave an item out (<paramref name="Omits"/>) or to state a concept; the other is -1.</summary>
internal sealed record Instruction(int Omits, int States, string Says);

/// <summary>What must be so for a push to fit a stay.</summary>
internal enum PushCondition
{
    Worsening,
    NotWorsening,
    HasItem,
    Always,
}

/// <summary>How the receiving team presses.</summary>
/// <param name="When">What must be so.</param>
/// <param name="Item">What it is about; the plan, when the patient is refused.</param>
/// <param name="Demands">What giving way would say, or -1 to leave the item out.</param>
/// <param name="Says">The first time.</param>
/// <param name="Again">The second time.</param>
/// <param name="IsFair">Whether it may be granted.</param>
internal sealed record Push(PushCondition When, int Item, int Demands, string Says, string Again, bool IsFair = false)
{
    /// <summary>Whether it refuses the patient: giving way ends the handover without acceptance.</summary>
    public bool Refuses => When == PushCondition.Always && !IsFair;
}

/// <summary>Names, languages, asides, hidden instructions, pushes and callers.</summary>
internal sealed record HandoverPeople
{
    public required ImmutableArray<string> Given { get; init; }

    public required ImmutableArray<string> Surnames { get; init; }

    public required ImmutableArray<string> Ethnicities { get; init; }

    public required ImmutableArray<string> Languages { get; init; }

    public required int LanguagePerMille { get; init; }

    public required ImmutableArray<string> Places { get; init; }

    public required ImmutableArray<string> Passwords { get; init; }

    public required ImmutableArray<(int Allergen, ImmutableArray<int> Reactions)> Reactions { get; init; }

    /// <summary>By <see cref="AllergyKind"/>.</summary>
    public required ImmutableArray<int> AllergyWeights { get; init; }

    public required ImmutableArray<Aside> Distractors { get; init; }

    public required ImmutableArray<Aside> Misfiled { get; init; }

    public required ImmutableArray<Instruction> Instructions { get; init; }

    public required ImmutableArray<Push> Pushes { get; init; }

    /// <summary>Requests that may be granted, and how often one is made instead of a push.</summary>
    public required ImmutableArray<Push> FairRequests { get; init; }

    public required int FairPerMille { get; init; }

    public required ImmutableArray<string> Unanswerable { get; init; }

    public required ImmutableArray<string> Callers { get; init; }

    public static HandoverPeople Load(Concepts concepts, HandoverVocabulary words, ImmutableArray<HandoverItem> items)
    {
        var file = ContentFiles.Open("ed-handover/people.yaml");
        var reactions = file.Map("reactions");
        var weights = file.Map("allergy_weights");
        var people = new HandoverPeople
        {
            Given = [.. file.Texts("given")],
            Surnames = [.. file.Texts("surnames")],
            Ethnicities = [.. file.Texts("ethnicities")],
            Languages = [.. file.Texts("languages")],
            LanguagePerMille = file.Whole("language_per_mille"),
            Places = [.. file.Texts("places")],
            Passwords = [.. file.Texts("passwords")],
            Reactions = [.. reactions.Keys.Select(allergen => (concepts.Require(allergen, reactions), reactions.Texts(allergen).Select(code => concepts.Require(code, reactions)).ToImmutableArray()))],
            AllergyWeights = [weights.Whole("real"), weights.Whole("none_known"), weights.Whole("unrecorded"), weights.Whole("disproved")],
            Distractors = [.. file.Maps("distractors").Select(map => ReadAside(map, concepts, words))],
            Misfiled = [.. file.Maps("misfiled").Select(map => ReadAside(map, concepts, words))],
            Instructions = [.. file.Maps("instructions").Select(map => ReadInstruction(map, concepts, items))],
            Pushes = [.. file.Maps("pushes").Select(map => ReadPush(map, concepts, items))],
            FairRequests = [.. file.Texts("fair_requests").Select(says => new Push(PushCondition.Always, Items.Actions, -1, says, says, IsFair: true))],
            FairPerMille = file.Whole("fair_per_mille"),
            Unanswerable = [.. file.Texts("unanswerable")],
            Callers = [.. file.Texts("callers")],
        };
        reactions.Close();
        weights.Close();
        file.Close();
        return people;
    }

    private static Aside ReadAside(YamlMap map, Concepts concepts, HandoverVocabulary words)
    {
        var aside = new Aside(concepts.Require(map.Text("is"), map), words.Section(map.Text("in"), map), concepts.Require(map.Text("by"), map), map.Text("says"));
        map.Close();
        return aside;
    }

    private static Instruction ReadInstruction(YamlMap map, Concepts concepts, ImmutableArray<HandoverItem> items)
    {
        var omits = map.OptionalText("omits") is { } item ? IndexOf(item, items, map) : -1;
        var states = map.OptionalText("states") is { } code ? concepts.Require(code, map) : -1;
        if (omits < 0 == states < 0)
            throw map.Fail("an instruction either omits or states");
        var instruction = new Instruction(omits, states, map.Text("says"));
        map.Close();
        return instruction;
    }

    private static Push ReadPush(YamlMap map, Concepts concepts, ImmutableArray<HandoverItem> items)
    {
        var when = map.Text("when") switch
        {
            "worsening" => PushCondition.Worsening,
            "not_worsening" => PushCondition.NotWorsening,
            "has_item" => PushCondition.HasItem,
            "always" => PushCondition.Always,
            var other => throw map.Fail($"'{other}' is no condition of a push"),
        };
        var demands = map.OptionalText("demands") is { } code ? concepts.Require(code, map) : -1;
        var push = new Push(when, when == PushCondition.Always ? Items.Actions : IndexOf(map.Text("item"), items, map), demands, map.Text("says"), map.Text("again"));
        map.Close();
        return push;
    }

    private static int IndexOf(string id, ImmutableArray<HandoverItem> items, YamlMap map) =>
        items.FirstOrDefault(item => item.Id == id)?.Index ?? throw map.Fail($"item '{id}' is not in items.yaml");
}
