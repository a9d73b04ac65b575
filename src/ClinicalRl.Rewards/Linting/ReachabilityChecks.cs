using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Linting;

/// <summary>Finds predicates that are always or never true, and verdicts that cannot be given, by trying every distinct case.</summary>
internal sealed class ReachabilityChecks(FindingList findings)
{
    private int casesLeft = Cases.MaxCasesOfDocument;

    public void Check(Criterion criterion, IReadOnlyList<EventKind> kinds)
    {
        var seen = new Outcomes();
        foreach (var kind in kinds)
        {
            if (Cases.Of(criterion, kind) is not { } cases || cases.Count > casesLeft)
            {
                findings.Add(
                    criterion.At, "not-analysed",
                    FormattableString.Invariant($"criterion '{criterion.Id}' distinguishes too many cases of '{kind.Name}' (at most {Cases.MaxCases}, and {Cases.MaxCasesOfDocument} in a document, are tried); whether it is constant or unreachable was not decided"));
                return;
            }

            casesLeft -= cases.Count;
            seen.AddAll(criterion, kind, cases);
        }

        Report(criterion, seen);
    }

    private void Report(Criterion criterion, Outcomes seen)
    {
        var applies = criterion.Applies;
        if (applies is not null && !seen.Applies)
            findings.Add(applies.At, "unreachable", $"'applies' is never true, so criterion '{criterion.Id}' is never judged");
        else if (applies is not null && !seen.NotApplies)
            findings.Add(applies.At, "constant", "'applies' is always true; leave it out");
        if (!seen.Met || !seen.NotMet)
            findings.Add(criterion.Met.At, "constant", $"'met' is {(seen.Met ? "always" : "never")} true");
        else if (seen.Applies && !seen.MetWhereApplies)
            findings.Add(criterion.Met.At, "unreachable", $"'met' is never true where 'applies' is, so criterion '{criterion.Id}' cannot be met");
        else if (seen.Applies && !seen.NotMetWhereApplies)
            findings.Add(criterion.Met.At, "constant", $"'met' is always true where 'applies' is, so criterion '{criterion.Id}' cannot fail");
        if (criterion.Partly is { } partly)
            ReportPartly(criterion, partly, seen);
    }

    private void ReportPartly(Criterion criterion, Predicate partly, Outcomes seen)
    {
        if (!seen.Partly || !seen.NotPartly)
            findings.Add(partly.At, "constant", $"'partly' is {(seen.Partly ? "always" : "never")} true");
        else if (seen.NotMetWhereApplies && !seen.PartlyReached)
            findings.Add(partly.At, "unreachable", "'partly' is never reached: wherever it is true, 'met' is true or 'applies' is not");
        else if (seen.NotMetWhereApplies && !seen.NeitherReached && criterion.Gate is not null)
            findings.Add(criterion.GateAt, "gate-never-reached", $"the gate of '{criterion.Id}' never falls: 'partly' holds wherever 'met' does not");
        else if (seen.NotMetWhereApplies && !seen.NeitherReached)
            findings.Add(partly.At, "never-not-met", "'partly' holds wherever 'met' does not, so the criterion never scores 0");
    }

    private sealed class Outcomes
    {
        public bool Applies { get; private set; }

        public bool NotApplies { get; private set; }

        public bool Met { get; private set; }

        public bool NotMet { get; private set; }

        public bool Partly { get; private set; }

        public bool NotPartly { get; private set; }

        public bool MetWhereApplies { get; private set; }

        public bool NotMetWhereApplies { get; private set; }

        public bool PartlyReached { get; private set; }

        public bool NeitherReached { get; private set; }

        public void AddAll(Criterion criterion, EventKind kind, Cases cases)
        {
            var applies = criterion.Applies is null ? null : PredicateBinder.Bind(criterion.Applies.Expression, kind);
            var met = PredicateBinder.Bind(criterion.Met.Expression, kind);
            var partly = criterion.Partly is null ? null : PredicateBinder.Bind(criterion.Partly.Expression, kind);
            foreach (var values in cases.Values())
                Add(applies?.Holds(values) ?? true, met.Holds(values), partly?.Holds(values) ?? false);
        }

        private void Add(bool applies, bool met, bool partly)
        {
            Applies |= applies;
            NotApplies |= !applies;
            Met |= met;
            NotMet |= !met;
            Partly |= partly;
            NotPartly |= !partly;
            MetWhereApplies |= applies && met;
            NotMetWhereApplies |= applies && !met;
            PartlyReached |= applies && !met && partly;
            NeitherReached |= applies && !met && !partly;
        }
    }
}
