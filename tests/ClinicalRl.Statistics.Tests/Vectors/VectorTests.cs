using System.Globalization;
using ClinicalRl.Statistics.Tests.Agreement;
using ClinicalRl.Statistics.Tests.Calibration;
using ClinicalRl.Statistics.Tests.Concordance;
using ClinicalRl.Statistics.Tests.Distributions;
using ClinicalRl.Statistics.Tests.Posteriors;
using ClinicalRl.Statistics.Tests.Proportions;
using ClinicalRl.Statistics.Tests.Qualification;
using ClinicalRl.Statistics.Tests.Resampling;

namespace ClinicalRl.Statistics.Tests.Vectors;

/// <summary>Every case of every file, at its tolerance.</summary>
public sealed class VectorTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, VectorChecks> Files = new(StringComparer.Ordinal)
    {
        ["01-special-functions.json"] = DistributionVectors.Checks,
        ["02-beta-posterior.json"] = PosteriorVectors.Checks,
        ["03-beta-binomial-fit.json"] = BetaBinomialVectors.Checks,
        ["04-sequential-qualification.json"] = QualificationVectors.Checks,
        ["05-scoring-rules.json"] = CalibrationVectors.Checks,
        ["06-krippendorff.json"] = KrippendorffVectors.Checks,
        ["07-kappa.json"] = KappaVectors.Checks,
        ["08-icc.json"] = IntraclassVectors.Checks,
        ["09-rank-concordance.json"] = ConcordanceVectors.Checks,
        ["10-proportions.json"] = ProportionVectors.Checks,
        ["11-bootstrap.json"] = BootstrapVectors.Checks,
        ["12-multiplicity-passk.json"] = MultiplicityVectors.Checks,
    };

    [Fact]
    public void EveryVector_Agrees()
    {
        var embedded = typeof(VectorTests).Assembly.GetManifestResourceNames().Select(name => name["Vectors/".Length..]).Order(StringComparer.Ordinal);
        //Assert.Equal(embedded, Files.Keys.Order(StringComparer.Ordinal));
        var (cases, values, failures) = (0, 0, new List<string>());
        foreach (var (name, checks) in Files)
        {
            var file = VectorFile.Open(name);
            var compared = Compare(file, checks, failures);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {file.Cases.Count()} cases, {compared} values"));
            (cases, values) = (cases + file.Cases.Count(), values + compared);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all: {cases} cases, {values} values, {failures.Count} failures"));
        Assert.Empty(failures);
    }

    private static int Compare(VectorFile file, VectorChecks checks, List<string> failures)
    {
        var values = 0;
        foreach (var vector in file.Cases)
        {
            try
            {
                VectorFile.Check(vector, checks);
                values += vector.Compared;
            }
            catch (Exception exception) when (exception is Xunit.Sdk.IAssertionException or KeyNotFoundException or InvalidOperationException)
            {
                failures.Add($"{vector.Id}: {exception.Message}");
            }
        }

        failures.AddRange(checks.Keys.Except(file.Cases.Select(vector => vector.Method), StringComparer.Ordinal).Select(method => $"No case of '{method}'."));
        return values;
    }
}
