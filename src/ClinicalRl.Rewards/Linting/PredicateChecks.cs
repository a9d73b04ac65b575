using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Linting;

/// <summary>Checks names, types, units and words of one predicate against every event kind its criterion judges.</summary>
internal sealed class PredicateChecks(Predicate predicate, IReadOnlyList<EventKind> kinds, FindingList findings)
{
    private bool sound = true;

    /// <summary>Whether the predicate can be bound to each of the kinds.</summary>
    public bool Check()
    {
        foreach (var test in FactNames.Tests(predicate.Expression))
        {
            if (FindFact(test) is { } fact)
                CheckTest(test, fact);
        }

        return sound;
    }

    private FactField? FindFact(FactTest test)
    {
        FactField? first = null;
        foreach (var kind in kinds)
        {
            var index = kind.IndexOf(test.Fact);
            if (index < 0)
            {
                Error(test.Offset, "unknown-fact", $"'{kind.Name}' has no fact '{Shorten(test.Fact)}'; it has {NamesOf(kind)}");
                return null;
            }

            first ??= kind.Facts[index];
            if (IsAlike(first, kind.Facts[index]))
                continue;
            Error(test.Offset, "unlike-facts", $"'{test.Fact}' is not the same kind of fact in '{kinds[0].Name}' and '{kind.Name}'; judge them in separate criteria");
            return null;
        }

        return first;
    }

    private void CheckTest(FactTest test, FactField fact)
    {
        switch (test)
        {
            case Named when fact.Type != FactType.Boolean:
                Error(test.Offset, "wrong-type", $"'{fact.Name}' is {Describe(fact)}; compare it with a value");
                break;
            case Comparison comparison:
                CheckComparison(comparison, fact);
                break;
            case Membership member:
                CheckMembership(member, fact);
                break;
        }
    }

    private void CheckComparison(Comparison comparison, FactField fact)
    {
        if (fact.Type == FactType.Boolean)
            Error(comparison.Offset, "wrong-type", $"'{fact.Name}' is true or false; write '{fact.Name}' or 'not {fact.Name}'");
        else if (fact.Type == FactType.Symbol && comparison.Comparator is not (Comparator.Equal or Comparator.NotEqual))
            Error(comparison.Offset, "wrong-type", $"'{fact.Name}' is a word without order; compare it with =, != or in");
        else
            CheckLiteral(comparison.Literal, fact);
    }

    private void CheckMembership(Membership member, FactField fact)
    {
        if (fact.Type == FactType.Boolean)
        {
            Error(member.Offset, "wrong-type", $"'{fact.Name}' is true or false; write '{fact.Name}' or 'not {fact.Name}'");
            return;
        }

        for (var i = 0; i < member.Literals.Length; i++)
        {
            var literal = member.Literals[i];
            CheckLiteral(literal, fact);
            if (member.Literals.Take(i).Any(earlier => earlier.Number == literal.Number && (literal.Number is not null || earlier.Text == literal.Text)))
                Error(literal.Offset, "repeated-item", $"'{Shorten(literal.Text)}' is listed twice");
        }
    }

    private void CheckLiteral(Literal literal, FactField fact)
    {
        if (fact.Type == FactType.Symbol)
        {
            if (literal.Number is not null && literal.Unit is not null)
                Error(literal.Offset, "wrong-type", $"'{fact.Name}' is one of the words {string.Join(", ", fact.Symbols)}");
            else if (literal.Number is not null || !fact.Symbols.Contains(literal.Text, StringComparer.Ordinal))
                Error(literal.Offset, "unknown-symbol", $"'{Shorten(literal.Text)}' is not one of the words of '{fact.Name}': {string.Join(", ", fact.Symbols)}");
        }
        else if (literal.Number is not { } number)
        {
            Error(literal.Offset, "wrong-type", $"'{fact.Name}' is {Describe(fact)}; '{Shorten(literal.Text)}' is a word");
        }
        else
        {
            if (fact.Type == FactType.Integer && number != Math.Floor(number))
                Error(literal.Offset, "wrong-type", $"'{fact.Name}' is {Describe(fact)}; {literal.Text} is not a whole number");
            CheckUnit(literal, fact);
        }
    }

    private void CheckUnit(Literal literal, FactField fact)
    {
        if (fact.Unit is null && literal.Unit is not null)
            Error(literal.Offset, "wrong-unit", $"'{fact.Name}' has no unit; write {literal.Text}");
        else if (fact.Unit is not null && literal.Unit is null)
            Error(literal.Offset, "missing-unit", $"'{fact.Name}' is in {fact.Unit}; write {literal.Text} {fact.Unit}");
        else if (literal.Unit != fact.Unit)
            Error(literal.Offset, "wrong-unit", $"'{fact.Name}' is in {fact.Unit}, not in '{Shorten(literal.Unit!)}'");
    }

    private void Error(int offset, string code, string message)
    {
        sound = false;
        findings.Add(predicate.PositionOf(offset), code, message);
    }

    private static bool IsAlike(FactField one, FactField other) =>
        one.Type == other.Type && one.Unit == other.Unit && one.Symbols.SequenceEqual(other.Symbols, StringComparer.Ordinal);

    private static string NamesOf(EventKind kind) => kind.Facts.IsEmpty ? "no facts" : string.Join(", ", kind.Facts.Select(fact => fact.Name));

    private static string Describe(FactField fact) => fact.Type switch
    {
        FactType.Boolean => "true or false",
        FactType.Integer => FormattableString.Invariant($"a whole number from {fact.Min} to {fact.Max}{UnitOf(fact)}"),
        FactType.Number => FormattableString.Invariant($"a number from {fact.Min} to {fact.Max}{UnitOf(fact)}"),
        _ => $"one of the words {string.Join(", ", fact.Symbols)}",
    };

    private static string UnitOf(FactField fact) => fact.Unit is null ? "" : " " + fact.Unit;

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
