using ClinicalRl.Statistics.Concordance;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Concordance;

internal static class ConcordanceVectors
{
    public static VectorChecks Checks => new()
    {
        ["kendallW"] = CheckKendallW,
        ["rankCorrelation"] = CheckCorrelations,
        ["concordance"] = CheckConcordance,
        ["blandAltman"] = CheckBlandAltman,
        ["bradleyTerry"] = CheckBradleyTerry,
    };

    private static void CheckKendallW(VectorCase vector)
    {
        var kendall = KendallW.Of(vector.FullTable("ratings")).Value;
        vector.Check("w", kendall.W);
        vector.Check("chiSquare", kendall.ChiSquare);
        vector.Check("df", kendall.DegreesOfFreedom);
        vector.Check("p", kendall.P);
    }

    private static void CheckCorrelations(VectorCase vector)
    {
        var pairs = Pairs(vector);
        vector.Check("tauB", Correlations.TauB(pairs));
        vector.Check("concordant", KendallTau.Of(pairs).Value.Concordant);
        vector.Check("discordant", KendallTau.Of(pairs).Value.Discordant);
        vector.Check("spearman", Correlations.Spearman(pairs));
        vector.Check("pearson", Correlations.Pearson(pairs));
    }

    private static void CheckConcordance(VectorCase vector)
    {
        var lin = LinConcordance.Of(Pairs(vector), vector.Number("level")).Value;
        vector.Check("ccc", lin.Value);
        vector.Check("pearson", lin.Pearson);
        vector.Check("biasCorrection", lin.BiasCorrection);
        vector.Check("locationShift", lin.LocationShift);
        vector.Check("scaleShift", lin.ScaleShift);
        vector.Check("se", lin.StandardError);
        vector.Check("ci", lin.Interval);
    }

    private static void CheckBlandAltman(VectorCase vector)
    {
        var limits = BlandAltman.Of(Pairs(vector), vector.Number("level")).Value;
        vector.Check("bias", limits.Bias.Value);
        vector.Check("sd", limits.StandardDeviation);
        vector.Check("limits", limits.LowerLimit.Value.Value, limits.UpperLimit.Value.Value);
        vector.Check("biasCi", limits.Bias.Interval);
        vector.Check("lowerLimitCi", limits.LowerLimit.Interval);
        vector.Check("upperLimitCi", limits.UpperLimit.Interval);
    }

    private static void CheckBradleyTerry(VectorCase vector)
    {
        var names = vector.Input.GetProperty("names").EnumerateArray().Select(name => name.GetString()).ToList();
        var fit = BradleyTerry.Of(vector.FullTable("wins"), names.IndexOf(vector.Word("reference"))).Value;
        vector.Check("ability", [.. fit.Abilities]);
        vector.Check("se", [.. fit.StandardErrors]);
    }

    private static PairedValues Pairs(VectorCase vector) => new(vector.Numbers("x"), vector.Numbers("y"));
}
