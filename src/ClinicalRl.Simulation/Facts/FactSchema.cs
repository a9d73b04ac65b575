using System.Collections.Immutable;

namespace ClinicalRl.Simulation.Facts;

/// <summary>How a fact's value is read. Every value is carried as a double: booleans 0 or 1, symbols as an index.</summary>
public enum FactType
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number with unit and range.</summary>
    Integer,

    /// <summary>A real number with unit and range.</summary>
    Number,

    /// <summary>One of a fixed list of words.</summary>
    Symbol,
}

/// <summary>One typed fact about an event.</summary>
public sealed record FactField
{
    private FactField(string name, FactType type, string description, string? unit, double min, double max, ImmutableArray<string> symbols)
    {
        if (!(min <= max) || double.IsInfinity(min) || double.IsInfinity(max))
            throw new ArgumentException($"Fact '{name}' needs a finite range.", nameof(min));
        (Name, Type, Description, Unit, Min, Max, Symbols) = (name, type, description, unit, min, max, symbols);
    }

    /// <summary>Snake-case name; a quantity ends in its unit.</summary>
    public string Name { get; }

    /// <summary>How the value is read.</summary>
    public FactType Type { get; }

    /// <summary>
    /// What it says, in words that cards read out: of a boolean a clause that is true when it holds (<c>The patient is under 16</c>), of anything
    /// else a noun phrase that can be followed by "is" (<c>The number of checks not done</c>).
    /// </summary>
    public string Description { get; }

    /// <summary>Of a boolean, a clause that is true when it does not hold; null when none was written.</summary>
    public string? Denial { get; private init; }

    /// <summary>Unit of an integer or number, such as <c>minutes</c>; null when it is a bare count or no quantity.</summary>
    public string? Unit { get; }

    /// <summary>Smallest value, included.</summary>
    public double Min { get; }

    /// <summary>Largest value, included.</summary>
    public double Max { get; }

    /// <summary>The words of a symbol, in index order; empty otherwise.</summary>
    public ImmutableArray<string> Symbols { get; }

    /// <summary>A true-or-false fact; <paramref name="denial"/> says what is true when it does not hold.</summary>
    public static FactField Boolean(string name, string description, string? denial = null) =>
        new(name, FactType.Boolean, description, null, 0, 1, []) { Denial = denial };

    /// <summary>A whole number in [min, max].</summary>
    public static FactField Integer(string name, string description, int min, int max, string? unit = null) =>
        new(name, FactType.Integer, description, unit, min, max, []);

    /// <summary>A real number in [min, max].</summary>
    public static FactField Number(string name, string description, double min, double max, string? unit = null) =>
        new(name, FactType.Number, description, unit, min, max, []);

    /// <summary>One of <paramref name="symbols"/>.</summary>
    public static FactField Symbol(string name, string description, params ImmutableArray<string> symbols) =>
        new(name, FactType.Symbol, description, null, 0, symbols.Length - 1, symbols);
}

/// <summary>A kind of event that a step can cause and a criterion can judge, with the facts each such event carries.</summary>
/// <param name="Name">Snake-case name, past tense where it is an event: <c>disposed</c>, <c>must_do_missed</c>, <c>episode_ended</c>.</param>
/// <param name="Description">When it happens, in one plain sentence.</param>
/// <param name="Facts">Its facts, in the order of <see cref="FactEvent.Values"/>.</param>
public sealed record EventKind(string Name, string Description, ImmutableArray<FactField> Facts)
{
    /// <summary>Index of the fact called <paramref name="name"/>, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Facts.Length; i++)
        {
            if (Facts[i].Name == name)
                return i;
        }

        return -1;
    }
}

/// <summary>All event kinds of an environment: what a reward function may speak of.</summary>
public sealed class FactSchema
{
    /// <summary>Fails when two kinds share a name or a kind names a fact twice.</summary>
    public FactSchema(params ImmutableArray<EventKind> kinds)
    {
        Kinds = kinds;
        foreach (var group in kinds.GroupBy(kind => kind.Name, StringComparer.Ordinal))
        {
            if (group.Count() > 1)
                throw new ArgumentException($"Event kind '{group.Key}' is declared twice.", nameof(kinds));
            if (group.First().Facts.Select(fact => fact.Name).Distinct(StringComparer.Ordinal).Count() != group.First().Facts.Length)
                throw new ArgumentException($"Event kind '{group.Key}' names a fact twice.", nameof(kinds));
        }
    }

    /// <summary>The kinds, in declared order.</summary>
    public ImmutableArray<EventKind> Kinds { get; }

    /// <summary>The kind called <paramref name="name"/>, or null.</summary>
    public EventKind? Find(string name) => Kinds.FirstOrDefault(kind => kind.Name == name);
}

/// <summary>Something that happened in a step, with its facts. Compared by reference to its kind.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Subject">Whom it concerns (a patient or item id as the agent sees it), or null for the whole episode.</param>
/// <param name="Values">One value per fact of the kind.</param>
public readonly record struct FactEvent(EventKind Kind, string? Subject, double[] Values);
