namespace ClinicalRl.Simulation.Language;

/// <summary>The compiled tables behind a lexicon, by number of word.</summary>
/// <param name="Vocabulary">Every known word.</param>
/// <param name="Trie">Phrases: an output from 0 is a concept, below 0 the complement of an index in <paramref name="Cues"/>.</param>
/// <param name="Cues">Roles of each cue phrase.</param>
/// <param name="FirstNode">By word: the node of phrases that begin with it, or -1.</param>
/// <param name="Canonical">By word: its singular when the lexicon knows it, else itself.</param>
/// <param name="Roles">By word: what it may be in a sentence.</param>
/// <param name="UnitOf">By word: the unit it names.</param>
/// <param name="MinutesOf">By word: minutes in the time it names ("hour" 60); -1 for none.</param>
/// <param name="EveryOf">By word: minutes in the interval it names ("hourly" 60, "bd" 720); 0 for none.</param>
/// <param name="NumberOf">By word: the number it names; -1 for none.</param>
/// <param name="MonthOf">By word: month 1 to 12; 0 for none.</param>
/// <param name="WeekdayOf">By word: day of the week 1 to 7; 0 for none.</param>
/// <param name="ClockOf">By word: minute of the day ("noon" 720), 1440 for am, 1441 for pm, 1442 for o'clock or hours; -1 for none.</param>
/// <param name="DayOf">By word: 1440 times days from today; <see cref="NoDay"/> for none.</param>
/// <param name="IsAct">By concept: whether it is an act or a matter, which take no words from clinical concepts.</param>
/// <param name="IsAsked">By concept: counts only where something is asked.</param>
/// <param name="IsAwaited">By concept: always planned.</param>
/// <param name="Kinds">By concept: its kind.</param>
/// <param name="UnitsOf">By concept: the units its quantities may have.</param>
internal sealed record LexiconWords(
    Vocabulary Vocabulary, PhraseTrie Trie, CueRoles[] Cues, int[] FirstNode, int[] Canonical, WordRoles[] Roles, Unit[] UnitOf, int[] MinutesOf, int[] EveryOf,
    int[] NumberOf, int[] MonthOf, int[] WeekdayOf, int[] ClockOf, int[] DayOf, bool[] IsAct, bool[] IsAsked, bool[] IsAwaited, ConceptKind[] Kinds, Unit[][] UnitsOf)
{
    public const int NoDay = int.MinValue;
    public const int Am = 1440;
    public const int Pm = 1441;
    public const int OClock = 1442;

    public WordRoles RolesOf(int word) => word < 0 ? WordRoles.None : Roles[word];
}
