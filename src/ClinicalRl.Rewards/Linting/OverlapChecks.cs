using ClinicalRl.Rewards.Predicates;

namespace ClinicalRl.Rewards.Linting;

/// <summary>
/// Checks of criteria against each other, by trying every distinct case of the events they share: whether one failure is counted twice,
/// and whether one weight drowns the others judged with it.
/// </summary>
internal sealed class OverlapChecks(FindingList findings)
{
    /// <summary>Most cases tried for all pairs of one document.</summary>
    public const int MaxCasesOfPairs = 1_000_000;

    /// <summary>A criterion must not carry more than this share of the weight that can be judged with it.</summary>
    public const double DrowningShare = 0.9;

    private int casesLeft = MaxCasesOfPairs;

    private bool saidNotAnalysed;

    /// <summary>Checks all criteria; each group holds one criterion bound to every kind it judges.</summary>
    public void Check(IReadOnlyList<IReadOnlyList<BoundCriterion>> criteria)
    {
        var companions = new double[criteria.Count];
        for (var one = 0; one < criteria.Count; one++)
        {
            for (var other = one + 1; other < criteria.Count; other++)
            {
                if (Compare(criteria[one], criteria[other]) is not { } relation)
                    continue;
                if (relation.Together)
                {
                    companions[one] += criteria[other][0].Criterion.Weight;
                    companions[other] += criteria[one][0].Criterion.Weight;
                }

                Report(criteria[one][0].Criterion, criteria[other][0].Criterion, relation);
            }
        }

        for (var i = 0; i < criteria.Count; i++)
            ReportWeight(criteria[i][0].Criterion, companions[i]);
    }

    private void Report(Criterion one, Criterion other, Relation relation)
    {
        if (one.Weight == 0 || other.Weight == 0 || (relation.OneAlone && relation.OtherAlone))
            return;
        if (!relation.OneAlone && !relation.OtherAlone)
            findings.Add(other.At, "counted-twice", $"'{other.Id}' falls short in exactly the cases in which '{one.Id}' does, so one failure costs twice");
        else if (!relation.OneAlone)
            findings.Add(one.At, "counted-twice-in-part", $"whenever '{one.Id}' falls short, '{other.Id}' does too");
        else
            findings.Add(other.At, "counted-twice-in-part", $"whenever '{other.Id}' falls short, '{one.Id}' does too");
    }

    private void ReportWeight(Criterion criterion, double companions)
    {
        var share = companions > 0 ? criterion.Weight / (criterion.Weight + companions) : 0;
        if (share > DrowningShare)
        {
            findings.Add(
                criterion.WeightAt, "weight-drowns-the-rest",
                FormattableString.Invariant($"'{criterion.Id}' weighs {criterion.Weight}, all that can be judged with it {companions}: more than {DrowningShare * 100:0}% lies on one criterion"));
        }
    }

    /// <summary>How two criteria relate; null when it was not decided.</summary>
    private Relation? Compare(IReadOnlyList<BoundCriterion> one, IReadOnlyList<BoundCriterion> other)
    {
        // A kind that only one of them judges is a case in which it may fall short alone.
        var relation = new Relation { OneAlone = one.Any(bound => Find(other, bound) is null), OtherAlone = other.Any(bound => Find(one, bound) is null) };
        foreach (var first in one)
        {
            if (Find(other, first) is not { } second)
                continue;
            if (!FactNames.UsedBy(first.Criterion).Intersect(FactNames.UsedBy(second.Criterion), StringComparer.Ordinal).Any())
                relation = new Relation { Together = true, OneAlone = true, OtherAlone = true };   // nothing ties them to each other
            else if (!Try(first, second, relation))
                return null;
        }

        return relation;
    }

    private bool Try(BoundCriterion one, BoundCriterion other, Relation relation)
    {
        if (Cases.Of([one.Criterion, other.Criterion], one.Kind) is not { } cases)
        {
            SayNotAnalysed(one.Criterion);
            return false;
        }

        foreach (var values in cases.Values())
        {
            if (relation.IsSettled)
                return true;
            if (--casesLeft < 0)
            {
                SayNotAnalysed(one.Criterion);
                return false;
            }

            relation.Add(one.Applies(values) && other.Applies(values), one.FallsShort(values), other.FallsShort(values));
        }

        return true;
    }

    private void SayNotAnalysed(Criterion criterion)
    {
        if (!saidNotAnalysed)
            findings.Add(criterion.At, "not-analysed", $"there are too many cases to compare '{criterion.Id}' with the other criteria; some overlaps were not looked for");
        saidNotAnalysed = true;
    }

    private static BoundCriterion? Find(IReadOnlyList<BoundCriterion> criterion, BoundCriterion sameKind)
    {
        foreach (var bound in criterion)
        {
            if (ReferenceEquals(bound.Kind, sameKind.Kind))
                return bound;
        }

        return null;
    }

    /// <summary>What was seen of two criteria so far.</summary>
    private sealed class Relation
    {
        /// <summary>Both are judged by some event.</summary>
        public bool Together { get; set; }

        /// <summary>The first falls short somewhere and the second does not.</summary>
        public bool OneAlone { get; set; }

        /// <summary>The second falls short somewhere and the first does not.</summary>
        public bool OtherAlone { get; set; }

        public bool IsSettled => Together && OneAlone && OtherAlone;

        public void Add(bool together, bool oneFallsShort, bool otherFallsShort)
        {
            Together |= together;
            OneAlone |= oneFallsShort && !otherFallsShort;
            OtherAlone |= otherFallsShort && !oneFallsShort;
        }
    }
}
