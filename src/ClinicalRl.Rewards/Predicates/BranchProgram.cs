using System.Collections.Immutable;

namespace ClinicalRl.Rewards.Predicates;

/// <summary>One comparison of one fact, and where to go on when it holds and when it does not.</summary>
internal readonly record struct Branch(Comparator Comparator, int Fact, double Threshold, int WhenTrue, int WhenFalse);

/// <summary>A predicate bound to one event kind: comparisons that each lead on to another or to an end. It allocates nothing.</summary>
internal sealed class BranchProgram
{
    /// <summary>Target that ends with true.</summary>
    public const int True = -1;

    /// <summary>Target that ends with false.</summary>
    public const int False = -2;

    private readonly Branch[] branches;

    private readonly int start;

    /// <summary>Every target must be an index of <paramref name="branches"/>, <see cref="True"/> or <see cref="False"/>, and no path may return.</summary>
    public BranchProgram(ImmutableArray<Branch> branches, int start) => (this.branches, this.start) = ([.. branches], start);

    /// <summary>Whether the predicate holds for an event with these values.</summary>
    public bool Holds(ReadOnlySpan<double> values)
    {
        var next = start;
        while (next >= 0)
        {
            ref readonly var branch = ref branches[next];
            var value = values[branch.Fact];
            var holds = branch.Comparator switch
            {
                Comparator.Equal => value == branch.Threshold,
                Comparator.NotEqual => value != branch.Threshold,
                Comparator.Less => value < branch.Threshold,
                Comparator.AtMost => value <= branch.Threshold,
                Comparator.Greater => value > branch.Threshold,
                _ => value >= branch.Threshold,
            };
            next = holds ? branch.WhenTrue : branch.WhenFalse;
        }

        return next == True;
    }
}
