using ClinicalRl.Statistics.Agreement;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Agreement;

internal static class KappaVectors
{
    public static VectorChecks Checks => new() { ["fleissKappa"] = CheckFleiss, ["cohenKappa"] = CheckCohen, ["gwet"] = CheckGwet };

    private static void CheckFleiss(VectorCase vector)
    {
        var fleiss = FleissKappa.Of(Counts(vector)).Value;
        vector.Check("kappa", fleiss.Kappa);
        vector.Check("observedAgreement", fleiss.ObservedAgreement);
        vector.Check("expectedAgreement", fleiss.ExpectedAgreement);
        vector.Check("seNull", fleiss.NullStandardError);
        vector.Check("z", fleiss.Z);
        vector.Check("perCategory", [.. fleiss.PerCategory.Select(kappa => kappa.Value)]);
    }

    private static void CheckCohen(VectorCase vector)
    {
        var word = vector.Word("weights");
        var cohen = CohenKappa.Of(Counts(vector), word == "unweighted" ? AgreementWeights.Identity : Enum.Parse<AgreementWeights>(word, ignoreCase: true));
        if (!cohen.IsDefined)
        {
            vector.CheckReason("", cohen.Reason);
            return;
        }

        vector.Check("kappa", cohen.Value.Kappa);
        vector.Check("se", cohen.Value.StandardError);
        vector.Check("observed", cohen.Value.Observed);
        vector.Check("expected", cohen.Value.Expected);
    }

    private static void CheckGwet(VectorCase vector)
    {
        var weights = Enum.Parse<AgreementWeights>(vector.Word("weights"), ignoreCase: true);
        var gwet = GwetCoefficient.Of(RatingTable.Of(vector.Table("units")), [.. vector.Numbers("categories")], weights).Value;
        vector.Check("coefficient", gwet.Coefficient);
        vector.Check("observedAgreement", gwet.ObservedAgreement);
        vector.Check("expectedAgreement", gwet.ExpectedAgreement);
        vector.Check("se", gwet.StandardError);
        vector.Check("ci", gwet.Interval(vector.Number("level")));
    }

    private static IReadOnlyList<int>[] Counts(VectorCase vector) =>
        [.. vector.FullTable("table").Select(row => (IReadOnlyList<int>)row.Select(count => (int)count).ToArray())];
}
