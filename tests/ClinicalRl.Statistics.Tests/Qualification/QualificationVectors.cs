using System.Collections.Immutable;
using ClinicalRl.Statistics.Distributions;
using ClinicalRl.Statistics.Qualification;
using ClinicalRl.Statistics.Tests.Vectors;

namespace ClinicalRl.Statistics.Tests.Qualification;

internal static class QualificationVectors
{
    public static VectorChecks Checks => new()
    {
        ["betaMixtureConfidenceSequence"] = vector => vector.Check(
            "interval",
            ConfidenceSequence.Of(
                vector.Count("successes"), vector.Count("trials"), 1 - vector.Number("alpha"), vector.Number("mixtureA"), vector.Number("mixtureB"))),
        ["screen11"] = CheckScreen,
        ["screenOperatingCharacteristic"] = CheckCharacteristic,
        ["poissonBinomialUpperTail"] = vector => vector.Check("probability", BinomialDistribution.UpperTail(vector.Count("atLeast"), vector.Numbers("chance"))),
        ["groupSequentialQualification"] = vector => CheckMinimums(vector, Looks(vector).MinimumCorrect()),
        ["singleLookQualification"] = vector => CheckMinimums(
            vector,
            [.. vector.Counts("trials").Select(trials => QualificationLooks.MinimumCorrect(trials, vector.Number("threshold"), vector.Number("alpha")))]),
        ["groupSequentialOperatingCharacteristic"] = vector =>
            vector.Check("qualifyProbability", Looks(vector).QualifyProbability(vector.Number("trueProbability"))),
    };

    private static void CheckScreen(VectorCase vector)
    {
        var screen = Screen(vector);
        var result = screen.Evaluate([.. vector.Counts("outcomes").Select(outcome => outcome == 1)]);
        vector.Check("logLikelihoodRatioPath", [.. result.LogLikelihoodRatios]);
        vector.Check("lowerBoundary", screen.LowerBoundary);
        vector.Check("upperBoundary", screen.UpperBoundary);
        vector.CheckWords("decision", [result.Decision.ToString().ToLowerInvariant()]);
        vector.CheckWhole("atItem", result.AtItem);
    }

    private static void CheckCharacteristic(VectorCase vector)
    {
        var characteristic = Screen(vector).Characteristic(vector.Number("trueProbability"));
        vector.Check("passProbability", characteristic.PassProbability);
        vector.Check("failProbability", characteristic.FailProbability);
        vector.Check("expectedItems", characteristic.ExpectedItems);
    }

    private static void CheckMinimums(VectorCase vector, ImmutableArray<int?> actual)
    {
        var expected = vector.Take("minimumCorrect").EnumerateArray().Select(number => number.ValueKind == System.Text.Json.JsonValueKind.Null ? null : (int?)number.GetInt32());
        Assert.Equal(expected, actual);
    }

    private static ItemScreen Screen(VectorCase vector) => new()
    {
        GuessRate = vector.Number("p0"),
        GoodRate = vector.Number("p1"),
        Alpha = vector.Number("alpha"),
        Beta = vector.Number("beta"),
        Items = vector.Count("items"),
        PassCount = vector.Count("passCount"),
        EarlyPass = vector.Flag("earlyPass"),
        EarlyFail = vector.Flag("earlyFail"),
    };

    private static QualificationLooks Looks(VectorCase vector) => new(vector.Number("threshold"), [.. vector.Counts("looks")], vector.Number("alphaTotal"));
}
