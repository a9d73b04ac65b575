using System.Collections.Immutable;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Predicates;

/// <summary>Turns a predicate that has no finding against an event kind into a program over that kind's values.</summary>
internal sealed class PredicateBinder
{
    private readonly EventKind kind;

    private readonly List<Branch> branches = [];

    private PredicateBinder(EventKind kind) => this.kind = kind;

    /// <summary>Binds <paramref name="expression"/>, which must have passed <see cref="Linting.PredicateChecks"/>.</summary>
    public static BranchProgram Bind(Expression expression, EventKind kind)
    {
        var binder = new PredicateBinder(kind);
        var start = binder.Place(expression, BranchProgram.True, BranchProgram.False);
        return new BranchProgram([.. binder.branches], start);
    }

    /// <summary>The value that <paramref name="literal"/> has for <paramref name="fact"/>.</summary>
    public static double ValueOf(FactField fact, Literal literal) =>
        fact.Type == FactType.Symbol ? fact.Symbols.IndexOf(literal.Text, StringComparer.Ordinal) : literal.Number!.Value;

    /// <summary>Adds the branches of a part, last part first so that targets are known, and returns where it starts.</summary>
    private int Place(Expression expression, int whenTrue, int whenFalse) => expression switch
    {
        Negation negation => Place(negation.Part, whenFalse, whenTrue),
        AllOf all => PlaceLastFirst(all.Parts, whenTrue, next => (next, whenFalse)),
        AnyOf any => PlaceLastFirst(any.Parts, whenFalse, next => (whenTrue, next)),
        Named named => Add(Comparator.NotEqual, named.Fact, 0, whenTrue, whenFalse),
        Comparison comparison => Add(comparison.Comparator, comparison.Fact, Value(comparison.Fact, comparison.Literal), whenTrue, whenFalse),
        Membership { Negated: false } member => PlaceMembership(member, whenTrue, whenFalse),
        Membership member => PlaceMembership(member, whenFalse, whenTrue),
        _ => throw new ArgumentException($"No branch for {expression.GetType().Name}.", nameof(expression)),
    };

    private int PlaceLastFirst(ImmutableArray<Expression> parts, int end, Func<int, (int WhenTrue, int WhenFalse)> targets)
    {
        var next = end;
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            var (whenTrue, whenFalse) = targets(next);
            next = Place(parts[i], whenTrue, whenFalse);
        }

        return next;
    }

    private int PlaceMembership(Membership member, int whenTrue, int whenFalse)
    {
        var next = whenFalse;
        for (var i = member.Literals.Length - 1; i >= 0; i--)
            next = Add(Comparator.Equal, member.Fact, Value(member.Fact, member.Literals[i]), whenTrue, next);
        return next;
    }

    private double Value(string fact, Literal literal) => ValueOf(kind.Facts[kind.IndexOf(fact)], literal);

    private int Add(Comparator comparator, string fact, double threshold, int whenTrue, int whenFalse)
    {
        branches.Add(new Branch(comparator, kind.IndexOf(fact), threshold, whenTrue, whenFalse));
        return branches.Count - 1;
    }
}
