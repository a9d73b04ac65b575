using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Rewards.Predicates;

namespace ClinicalRl.Rewards.Diffs;

/// <summary>What a new document changes in meaning. Layout, comments, quoting and the order of keys change nothing.</summary>
public static class RewardDocumentDiff
{
    /// <summary>The changes from <paramref name="before"/> to <paramref name="after"/>: the document itself, then sources, then criteria. None when both mean the same.</summary>
    public static ImmutableArray<DocumentChange> Of(RewardDocument before, RewardDocument after)
    {
        var changes = ImmutableArray.CreateBuilder<DocumentChange>();
        Compare(changes, null, Members(before), Members(after));
        CompareItems(changes, "source", before.Sources, after.Sources, source => source.Id, Members, Describe);
        CompareItems(changes, "criterion", before.Criteria, after.Criteria, criterion => criterion.Id, Members, Describe);
        var kept = after.Criteria.Where(criterion => before.Criteria.Any(old => old.Id == criterion.Id)).Select(criterion => criterion.Id).ToList();
        var keptBefore = before.Criteria.Where(criterion => kept.Contains(criterion.Id, StringComparer.Ordinal)).Select(criterion => criterion.Id);
        if (!kept.SequenceEqual(keptBefore, StringComparer.Ordinal))
            changes.Add(new DocumentChange("order of criteria", null, string.Join(", ", keptBefore), string.Join(", ", kept)));
        return changes.ToImmutable();
    }

    private static IEnumerable<(string Name, string? Value)> Members(RewardDocument document) =>
    [
        ("id", document.Id),
        ("version", document.Version.ToString()),
        ("title", document.Title),
        ("environment", document.Environment.Value),
        ("environment versions", document.EnvironmentVersions.Value.Text),
        ("intended use", document.IntendedUse),
        ("author", Describe(document.Author)),
        ("notice", document.Notice),
        ("reward of a step with nothing judged", document.Neutral == NeutralStep.Zero ? "zero" : "carry"),
        ("episode aggregate", document.Aggregate == EpisodeAggregate.Mean ? "mean" : "severity-weighted"),
        ("exploit ceiling", Text(document.ExploitCeiling)),
    ];

    private static IEnumerable<(string Name, string? Value)> Members(RewardSource source) =>
    [
        ("publisher", source.Publisher), ("title", source.Title), ("version", source.Version), ("date", source.Date), ("verified", Text(source.Verified)),
    ];

    private static IEnumerable<(string Name, string? Value)> Members(Criterion criterion) =>
    [
        ("statement", criterion.Statement),
        ("category", criterion.Category.ToString()),
        ("secondary categories", criterion.Also.IsEmpty ? null : string.Join(", ", criterion.Also.Order())),
        ("severity", criterion.Severity.ToString()),
        ("weight", Text(criterion.Weight)),
        ("judged at", string.Join(", ", criterion.Judge.Select(judged => judged.Value).Order(StringComparer.Ordinal))),
        ("applies", Text(criterion.Applies)),
        ("met", Text(criterion.Met)),
        ("partly", Text(criterion.Partly)),
        ("gate", criterion.Gate is { } gate ? $"{(gate.Scope == GateScope.Step ? "step" : "episode")} capped at {Text(gate.Cap)}" : null),
        ("sources", criterion.Sources.IsEmpty ? null : string.Join(", ", criterion.Sources.Select(source => source.Value).Order(StringComparer.Ordinal))),
        ("verified", Text(criterion.Verified)),
    ];

    private static string Describe(RewardSource source) => $"{source.Publisher}, {source.Title}, {source.Version}, {source.Date}";

    private static string Describe(Criterion criterion) => $"{criterion.Statement} ({criterion.Category}, {criterion.Severity}, weight {Text(criterion.Weight)})";

    private static string Describe(RewardAuthor author) =>
        $"{author.Name}, {author.Role}" + (author.Register is null ? "" : $", {author.Register} {author.Number}");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool value) => value ? "true" : "false";

    private static string? Text(Predicate? predicate) => predicate is null ? null : ExpressionText.Of(predicate.Expression);

    private static void CompareItems<T>(
        ImmutableArray<DocumentChange>.Builder changes, string what, ImmutableArray<T> before, ImmutableArray<T> after,
        Func<T, string> id, Func<T, IEnumerable<(string, string?)>> members, Func<T, string> describe)
    {
        foreach (var old in before.Where(old => !after.Any(item => id(item) == id(old))))
            changes.Add(new DocumentChange(what, id(old), describe(old), null));
        foreach (var item in after)
        {
            if (before.FirstOrDefault(old => id(old) == id(item)) is { } old)
                Compare(changes, id(item), members(old), members(item));
            else
                changes.Add(new DocumentChange(what, id(item), null, describe(item)));
        }
    }

    private static void Compare(
        ImmutableArray<DocumentChange>.Builder changes, string? of, IEnumerable<(string Name, string? Value)> before, IEnumerable<(string Name, string? Value)> after)
    {
        foreach (var (old, now) in before.Zip(after))
        {
            if (old.Value != now.Value)
                changes.Add(new DocumentChange(now.Name, of, old.Value, now.Value));
        }
    }
}
