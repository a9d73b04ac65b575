using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards.Cards;

/// <summary>A criterion in sentences, the same for every form of the card.</summary>
public sealed record CardCriterion
{
    /// <summary>The criterion.</summary>
    public required Criterion Criterion { get; init; }

    /// <summary>When it is judged: "Whenever …, if …".</summary>
    public required string Judged { get; init; }

    /// <summary>When it is met; null when the event it judges is itself the failure.</summary>
    public required string? Met { get; init; }

    /// <summary>When it is partly met, or null when it never is.</summary>
    public required string? Partly { get; init; }

    /// <summary>What happens otherwise.</summary>
    public required string NotMet { get; init; }

    /// <summary>The sources it rests on, each with whether it was checked.</summary>
    public required string Rests { get; init; }

    /// <summary>A place where it was met, or null when none was found.</summary>
    public required CriterionExample? MetExample { get; init; }

    /// <summary>A place where it was not met, or null when none was found.</summary>
    public required CriterionExample? NotMetExample { get; init; }

    /// <summary>Weight, severity and categories in a few words.</summary>
    public string Standing
    {
        get
        {
            var also = Criterion.Also.IsEmpty ? "" : $" (also {string.Join(", ", Criterion.Also)})";
            return $"Weight {Number(Criterion.Weight)} · severity {Criterion.Severity} {Criterion.Severity.Title()} · {Criterion.Category}{also}";
        }
    }

    /// <summary>All criteria of a card, in document order.</summary>
    public static ImmutableArray<CardCriterion> All(RewardCardContent content) =>
        [.. content.Function.Document.Criteria.Select(criterion => Of(criterion, content))];

    /// <summary>An example in one sentence.</summary>
    public static string Sentence(CriterionExample example)
    {
        var whom = example.Subject is null ? "" : $" ({example.Subject})";
        return FormattableString.Invariant(
            $"Policy {example.Policy}, seed {example.Seed}, step {example.Step}{whom}: after \"{example.Action}\", {string.Join("; ", example.Because)}.");
    }

    /// <summary>A number without culture.</summary>
    internal static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static CardCriterion Of(Criterion criterion, RewardCardContent content)
    {
        var kinds = criterion.Judge.Select(judged => content.Environment.Facts.Find(judged.Value)!).ToList();
        var judged = "Whenever " + string.Join(", or ", kinds.Select(kind => PredicateEnglish.Within(kind.Description)));
        if (criterion.Applies is { } applies)
            judged += $"; only if {PredicateEnglish.Of(applies, kinds[0])}";
        return new CardCriterion
        {
            Criterion = criterion,
            Judged = judged + ".",
            Met = IsItselfTheFailure(criterion) ? null : PredicateEnglish.Of(criterion.Met, kinds[0]) + ".",
            Partly = criterion.Partly is { } partly ? PredicateEnglish.Of(partly, kinds[0]) + "." : null,
            NotMet = (IsItselfTheFailure(criterion) ? "every time: the event is itself the failure" : "in every other case") + Consequence(criterion.Gate),
            Rests = Sources(criterion, content.Function.Document),
            MetExample = Example(content.Scores, criterion, "met"),
            NotMetExample = Example(content.Scores, criterion, "not_met"),
        };
    }

    /// <summary>
    /// Whether the criterion demands that its event never happens. By convention the fact <c>occurrences</c> counts the event itself, so it is at
    /// least 1 whenever anything is judged.
    /// </summary>
    private static bool IsItselfTheFailure(Criterion criterion) =>
        criterion.Partly is null && criterion.Met.Expression is Comparison { Fact: "occurrences", Comparator: Comparator.Equal, Literal.Number: 0 };

    private static CriterionExample? Example(PolicyScoreSheet? scores, Criterion criterion, string verdict) =>
        scores?.Examples.FirstOrDefault(example => example.Criterion == criterion.Id && example.Verdict == verdict);

    private static string Consequence(Gate? gate) => gate switch
    {
        null => ".",
        { Scope: GateScope.Step } => $"; whatever else was done well, the step then earns at most {Number(gate.Cap)}.",
        _ => $"; whatever else was done well, the whole episode then earns at most {Number(gate.Cap)}.",
    };

    private static string Sources(Criterion criterion, RewardDocument document)
    {
        var mark = criterion.Verified ? "The criterion is marked as verified against them." : "No specialist has checked the criterion against them.";
        if (criterion.Sources.IsEmpty)
            return "No source is named.";
        var named = criterion.Sources.Select(cited => document.Sources.FirstOrDefault(source => source.Id == cited.Value))
            .OfType<RewardSource>()
            .Select(source => $"{source.Publisher}, {source.Title} ({source.Version}, {source.Date}{(source.Verified ? "" : "; unverified")})");
        return $"{string.Join("; ", named)}. {mark}";
    }
}
