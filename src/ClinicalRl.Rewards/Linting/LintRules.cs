using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ClinicalRl.Rewards.Linting;

/// <summary>Every rule there is, with its help. A finding's code is the id of one of them.</summary>
public static class LintRules
{
    /// <summary>All rules, in the order of the reference page.</summary>
    public static ImmutableArray<LintRule> All { get; } =
    [
        .. FileRules, .. MemberRules, .. EnvironmentRules, .. PredicateRules, .. LogicRules, .. WeightRules, .. CoverageRules, .. SourceRules, .. PolicyRules,
    ];

    private static readonly FrozenDictionary<string, LintRule> ById = All.ToFrozenDictionary(rule => rule.Id, StringComparer.Ordinal);

    private static LintRule[] FileRules =>
    [
        Error("too-large", "Too large", "The file, a list, a text or the number of values is over its limit; the message names the limit. Split the document or shorten the text."),
        Error("too-costly", "Too costly to judge", "All conditions together hold more comparisons than a step may cost. Split the document or simplify its conditions."),
        Error("not-utf8", "Not UTF-8", "Save the file as UTF-8. The position is that of the first byte that is none."),
        Error("byte-order-mark", "Byte order mark", "Save the file as UTF-8 without a byte order mark, so that its hash is the same wherever it is saved."),
        Error("unprintable", "Unprintable character", "A character that cannot be printed could hide a difference from a reader. Delete it."),
        Error("not-yaml", "Not YAML", "The file breaks YAML's own rules here: often a tab, a missing space after ':' or an open quote."),
        Error("empty-document", "Empty", "There is nothing in the file but comments."),
        Error("several-documents", "Several documents", "One file holds one document; take the part after '---' into a file of its own."),
        Error("alias", "Anchor or alias", "Write the value out: what is signed must read the same from top to bottom."),
        Error("tag", "Tag", "YAML tags such as !!str are not needed and not allowed."),
        Error("too-deep", "Nested too deep", "No part of a reward document needs this nesting; look for a stray bracket or indent."),
        Error("not-a-name", "Not a name", "Left of a ':' stands one word: the name of a key."),
        Error("duplicate-member", "Given twice", "The same key stands twice in one mapping; readers could take either. Keep one."),
    ];

    private static LintRule[] MemberRules =>
    [
        Error("wrong-shape", "Wrong shape", "A text, a list or a mapping stands where another of them belongs; the message says which."),
        Error("missing-member", "Key missing", "The key is required. The reference page says what it means."),
        Error("unknown-member", "Unknown key", "There is no such key; the message lists those there are. Often a spelling mistake, which would otherwise be ignored in silence."),
        Error("wrong-value", "Value not allowed", "The message says what the value may be."),
        Error("empty", "Empty value", "The key has no value. Give one or delete the key."),
        Error("repeated-item", "Listed twice", "The list names the same thing twice. Keep one."),
        Error("duplicate-id", "Id used twice", "Verdicts are told apart by the id of their criterion, and sources are cited by theirs: each needs its own."),
        Error("too-many-findings", "More findings", "Only the first findings are shown. Mend them and check again."),
    ];

    private static LintRule[] EnvironmentRules =>
    [
        Error("other-environment", "Another environment", "The document is written for another environment than it is checked against."),
        Error("version-not-covered", "Version not covered", "Facts may change between versions of an environment. Read its history, then widen environmentVersions."),
        Error("unknown-event", "Unknown event", "Nothing of that name ever happens in the environment, so nothing would be judged. The environment's card lists its events."),
        Error("unknown-fact", "Unknown fact", "The event carries no fact of that name. The message lists those it carries."),
        Error("unlike-facts", "Unlike facts", "The events judged have facts of this name that differ in type or unit. Write one criterion for each event."),
    ];

    private static LintRule[] PredicateRules =>
    [
        Error("not-a-predicate", "Not a condition", "A condition compares facts with values: and, or, not, brackets, = != < <= > >=, in [..], not in [..]. Nothing else can be written."),
        Error("wrong-type", "Wrong type", "A number is compared with a number, a word with a word; a yes-or-no fact stands alone or after 'not'."),
        Error("missing-unit", "Unit missing", "Write the unit after the number, so that nobody can misread it."),
        Error("wrong-unit", "Wrong unit", "The number is in another unit than the fact. Nothing is converted: write it in the fact's unit."),
        Error("unknown-symbol", "Unknown word", "The fact never has that value. The message lists those it may have."),
    ];

    private static LintRule[] LogicRules =>
    [
        Error("constant", "Always or never true", "The condition holds in every case or in none (two halves contradict each other), so it judges nothing."),
        Error("unreachable", "Never reached", "The verdict can never be given: wherever this condition could hold, another one forestalls it."),
        Warning("never-not-met", "Cannot score 0", "'partly' holds wherever 'met' does not, so the worst case still earns half."),
        Error("gate-never-reached", "Gate never reached", "A gate falls when its criterion is not met, and this one can never be: 'partly' always forestalls it."),
        Error("counted-twice", "One failure counted twice", "Two criteria fall short in exactly the same cases, so one failure costs twice. Merge them, or let 'applies' part them."),
        Warning("counted-twice-in-part", "Failures counted twice", "Whenever the one criterion falls short, so does the other. If that is not meant, exclude the case in the wider one's 'applies'."),
        Warning("not-analysed", "Not analysed", "The criterion tells too many cases apart for all of them to be tried. Split it if you can; then constants and overlaps can be found."),
    ];

    private static LintRule[] WeightRules =>
    [
        Error("weight-out-of-range", "Weight out of range", "Weights go from 0 to 10; the defaults by severity S0 to S5 are 0, 1, 2, 4, 8 and 10."),
        Error("weight-too-fine", "Weight too fine", "A weight has at most three decimals, so that sums are exact."),
        Error("weight-without-severity", "Weight on a harmless criterion", "Severity S0 means that no harm can follow, so it must not weigh. Give a severity or drop the weight."),
        Error("weight-drowns-the-rest", "One weight drowns the rest", "One criterion carries more than nine tenths of all that is judged at an event; the others could all fail and hardly be seen."),
        Error("severity-without-category", "Severity without category", "Every harm belongs to one of the categories CS01 to CS10, so that failures can be counted by category."),
        Error("cap-out-of-range", "Cap out of range", "A gate's cap is at least 0 and below 1: a cap of 1 caps nothing."),
    ];

    private static LintRule[] CoverageRules =>
    [
        Error("category-empty", "Category cell empty", "The environment can expose this kind of failure and no criterion would see it. Add a criterion or name the category in 'also'."),
        Error("must-do-without-deadline", "Must-do judged only at the end", "An omission is judged when its time is up. Judged only at the end, being late costs nothing until it no longer matters."),
        Warning("must-do-not-judged", "Must-do not judged", "The environment reports this omission and no criterion judges it: leaving the thing undone costs nothing."),
    ];

    private static LintRule[] SourceRules =>
    [
        Error("unknown-source", "Source not listed", "List the source under 'sources' with publisher, title, version and date."),
        Error("verified-without-source", "Verified without source", "'verified: true' says that a specialist checked the claim against a source: name the source."),
        Error("verified-on-unverified-source", "Verified on an unverified source", "A claim cannot be surer than what it rests on. Have the source checked first, or mark the criterion unverified."),
        Warning("unverified-source", "Unverified source", "No specialist has checked the claims drawn from this source. They must be checked before the document is signed."),
        Warning("unused-source", "Source not cited", "No criterion cites the source. Cite it or delete it."),
    ];

    private static LintRule[] PolicyRules =>
    [
        Error("ceiling-exceeded", "Exploit ceiling exceeded", "A policy that plays without clinical sense earns more than the document allows: the reward can be had without care. Tighten the criteria it profits from."),
        Warning("policies-not-run", "Policies not run", "The environment has no policy that must score low, so the exploit ceiling was not tested."),
    ];

    /// <summary>The rule with this id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static LintRule Find(string id) => ById[id];

    private static LintRule Error(string id, string title, string help) => new(id, FindingLevel.Error, title, help);

    private static LintRule Warning(string id, string title, string help) => new(id, FindingLevel.Warning, title, help);
}
