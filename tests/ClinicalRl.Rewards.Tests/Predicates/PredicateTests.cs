using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Predicates;
using ClinicalRl.Rewards.Tests.Wards;
using ClinicalRl.Rewards.Yaml;
using CsCheck;

namespace ClinicalRl.Rewards.Tests.Predicates;

public sealed class PredicateTests
{
    /// <summary>Values: 10.5 minutes overdue, level 3, ward, explained.</summary>
    private static readonly double[] Values = [10.5, 3, 1, 1];

    [Theory]
    [InlineData("explained", true)]
    [InlineData("not explained", false)]
    [InlineData("not not explained", true)]
    [InlineData("level = 3", true)]
    [InlineData("level == 3", true)]
    [InlineData("level != 3", false)]
    [InlineData("level < 3", false)]
    [InlineData("level <= 3", true)]
    [InlineData("level > 3", false)]
    [InlineData("level >= 3", true)]
    [InlineData("level in [1, 2, 3]", true)]
    [InlineData("level not in [1, 2, 3]", false)]
    [InlineData("level in [1, 2]", false)]
    [InlineData("level not in [1, 2]", true)]
    [InlineData("outcome = ward", true)]
    [InlineData("outcome = \"ward\"", true)]
    [InlineData("outcome != 'ward'", false)]
    [InlineData("outcome in [home, theatre]", false)]
    [InlineData("minutes_overdue = 10.5 minutes", true)]
    [InlineData("minutes_overdue>10minutes", true)]
    [InlineData("minutes_overdue > -1 'minutes'", true)]
    [InlineData("level = 1 and level = 2 or explained", true)]
    [InlineData("level = 1 and (level = 2 or explained)", false)]
    [InlineData("explained or level = 1 and level = 2", true)]
    [InlineData("not level = 1 and explained", true)]
    [InlineData("not (level = 3 and explained)", false)]
    [InlineData("not (level = 1 or not explained)", true)]
    [InlineData("not (level in [1, 2] or outcome = home) and not (minutes_overdue > 20 minutes)", true)]
    public void Predicate_Holds_AsWritten(string text, bool expected) =>
        Assert.Equal(expected, PredicateBinder.Bind(PredicateParser.Parse(text), Ward.Seen).Holds(Values));

    [Theory]
    [InlineData("explained", "the patient was told why")]
    [InlineData("not explained and level >= 3", "the patient was not told why, and the level given is at least 3")]
    [InlineData("minutes_overdue <= 10 minutes", "the time after the target is at most 10 minutes")]
    [InlineData("outcome in [home, ward]", "the place the patient went to is home or ward")]
    [InlineData("outcome not in [home, ward]", "the place the patient went to is none of home and ward")]
    [InlineData("outcome in [ward]", "the place the patient went to is ward")]
    [InlineData("explained and (level = 1 or level != 2)", "the patient was told why, and (the level given is 1, or the level given is not 2)")]
    [InlineData("not (level < 2 or level > 4)", "it is not so that (the level given is less than 2, or the level given is more than 4)")]
    public void English_SaysThePredicate(string text, string expected) =>
        Assert.Equal(expected, PredicateEnglish.Of(new Predicate(text, PredicateParser.Parse(text), new TextPlace(text, 0, new SourcePosition(1, 1))), Ward.Seen));

    [Fact]
    public void Program_Agrees_WithTheTreeRead()
    {
        Gen.Select(Tree(4), Gen.Select(Gen.Int[1, 5], Gen.Int[0, 2], Gen.Bool)).Sample((tree, facts) =>
        {
            double[] values = [0, facts.Item1, facts.Item2, facts.Item3 ? 1 : 0];
            Assert.Equal(tree.Holds(values), PredicateBinder.Bind(PredicateParser.Parse(tree.Text), Ward.Seen).Holds(values));
        });
    }

    private static Gen<(string Text, Func<double[], bool> Holds)> Tree(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Int[1, 5].Select(n => ($"level <= {n}", (Func<double[], bool>)(values => values[1] <= n))),
            Gen.Int[1, 5].Select(n => ($"level not in [{n}, 9]", (Func<double[], bool>)(values => values[1] != n))),
            Gen.Int[0, 2].Select(i => ($"outcome = {Ward.Seen.Facts[2].Symbols[i]}", (Func<double[], bool>)(values => values[2] == i))),
            Gen.Const(("explained", (Func<double[], bool>)(values => values[3] == 1))));
        if (depth == 0)
            return leaf;
        var inner = Tree(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.Select(one => ($"not ({one.Text})", (Func<double[], bool>)(values => !one.Holds(values)))),
            Gen.Select(inner, inner, (one, other) => ($"({one.Text}) and ({other.Text})", (Func<double[], bool>)(values => one.Holds(values) && other.Holds(values)))),
            Gen.Select(inner, inner, (one, other) => ($"({one.Text}) or ({other.Text})", (Func<double[], bool>)(values => one.Holds(values) || other.Holds(values)))));
    }
}
