using ClinicalRl.Statistics.Proportions;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Proportions;

internal static class ProportionVectors
{
    public static VectorChecks Checks => new() { ["proportionIntervals"] = CheckIntervals };

    private static void CheckIntervals(VectorCase vector)
    {
        var proportion = new Proportion((int)vector.Number("events"), (int)vector.Number("trials"));
        var level = vector.Number("level");
        vector.Check("estimate", proportion.Rate);
        vector.Check("clopperPearson", Ends(proportion.ClopperPearson(level)));
        vector.Check("wilson", Ends(proportion.Wilson(level)));
        vector.Check("jeffreys", Ends(proportion.Jeffreys(level)));
        var noneSeen = vector.Has("zeroEventUpperOneSided");
        Assert.Equal(noneSeen, proportion.UpperBoundWhenNone(level).IsDefined);
        Assert.Equal(noneSeen, proportion.RuleOfThree.IsDefined);
        if (!noneSeen)
            return;
        vector.Check("zeroEventUpperOneSided", proportion.UpperBoundWhenNone(level));
        vector.Check("ruleOfThree", proportion.RuleOfThree);
    }

    private static double[] Ends(Interval interval) => [interval.Lower, interval.Upper];
}
