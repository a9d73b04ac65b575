namespace ClinicalRl.Simulation.Language;

/// <summary>What a cue phrase does to the concepts near it; the names are the headings of cues.yaml.</summary>
[Flags]
internal enum CueRoles
{
    /// <summary>Looks like a cue and is none: "not only".</summary>
    None = 0,

    /// <summary>Says that what follows is not so.</summary>
    Negates = 1 << 0,

    /// <summary>The same by its own meaning ("denies", "without"), so that a "not" before it cancels it.</summary>
    Inverts = 1 << 1,

    /// <summary>With Inverts: when cancelled, what follows stays in doubt ("cannot rule out").</summary>
    RulesOut = 1 << 2,

    /// <summary>Says that what came before is not so.</summary>
    NegatesBefore = 1 << 3,

    Hedges = 1 << 4,
    HedgesBefore = 1 << 5,
    Past = 1 << 6,

    /// <summary>Past only for findings and medicines: "was", "had". A measure that was taken still stands.</summary>
    Was = 1 << 7,

    PastBefore = 1 << 8,
    Planned = 1 << 9,
    PlannedBefore = 1 << 10,
    Conditional = 1 << 11,

    /// <summary>"Ask if", "check whether": what follows is open, not a condition.</summary>
    Wonders = 1 << 12,

    Family = 1 << 13,
    FamilyBefore = 1 << 14,
    Other = 1 << 15,

    /// <summary>A scope and a clause end here: "but", "because".</summary>
    Ends = 1 << 16,

    /// <summary>Only negation ends here: "apart from", "except".</summary>
    Excepts = 1 << 17,

    Left = 1 << 18,
    Right = 1 << 19,
    Both = 1 << 20,

    /// <summary>Said of medicines only: has been given.</summary>
    Given = 1 << 21,

    /// <summary>Now: ends what is past.</summary>
    Current = 1 << 22,

    /// <summary>Asks somebody to do something: "you should", "please".</summary>
    Asks = 1 << 23,

    /// <summary>An answer on its own: "no", "none".</summary>
    Answers = 1 << 24,

    /// <summary>Asks so that any answer is possible: "tell me about", "describe".</summary>
    AsksOpenly = 1 << 25,

    /// <summary>May stand before the verb of a request: "then", "always", "please".</summary>
    Leads = 1 << 26,

    /// <summary>At once: "straight away".</summary>
    Now = 1 << 27,
}

/// <summary>What a single word may be in a sentence; the names are the headings of cues.yaml.</summary>
[Flags]
internal enum WordRoles
{
    None = 0,
    Verb = 1 << 0,
    Subject = 1 << 1,
    Request = 1 << 2,
    Auxiliary = 1 << 3,
    Open = 1 << 4,
    Closed = 1 << 5,
    Preposition = 1 << 6,
    Article = 1 << 7,
    Joins = 1 << 8,
    Reports = 1 << 9,

    /// <summary>A word that ends the reach of a gap.</summary>
    Stops = 1 << 10,

    /// <summary>Before a clock time, a duration, a range or a bare number.</summary>
    At = 1 << 11,
    Within = 1 << 12,
    In = 1 << 13,
    Every = 1 << 14,
    For = 1 << 15,
    Since = 1 << 16,
    Ago = 1 << 17,
    To = 1 << 18,
    Between = 1 << 19,
    More = 1 << 20,
    Less = 1 << 21,
    About = 1 << 22,
    Per = 1 << 23,
    Old = 1 << 24,
    Of = 1 << 25,
    OutOf = 1 << 26,
    Over = 1 << 27,
    Times = 1 << 28,

    /// <summary>May stand between a preposition and a time: "within the next 24 hours".</summary>
    Determiner = 1 << 29,
}

/// <summary>Shorter tests of roles.</summary>
internal static class RoleTests
{
    /// <summary>Whether it has any of those roles.</summary>
    public static bool Any(this CueRoles roles, CueRoles any) => (roles & any) != CueRoles.None;

    /// <summary>Whether it has any of those roles.</summary>
    public static bool Any(this WordRoles roles, WordRoles any) => (roles & any) != WordRoles.None;
}
