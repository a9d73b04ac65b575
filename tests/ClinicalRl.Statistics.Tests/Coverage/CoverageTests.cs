using System.Globalization;

namespace ClinicalRl.Statistics.Tests.Coverage;

/// <summary>Nominal 95% intervals hold a known truth in 93% to 97% of simulated samples. Seeds are fixed, so the table is always the same.</summary>
public sealed class CoverageTests(ITestOutputHelper output)
{
    [Fact]
    public void Intervals_CoverAsOftenAsTheySay()
    {
        var rows = CoverageScenarios.All.Select(scenario => (scenario, Result: scenario.Run())).ToArray();
        output.WriteLine("| scenario | replicates | intervals | coverage |");
        output.WriteLine("|---|---|---|---|");
        foreach (var (scenario, (share, intervals)) in rows)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {scenario.Name} | {scenario.Replicates:N0} | {intervals:N0} | {share:P2} |"));
        Assert.All(rows, row => Assert.InRange(row.Result.Share, 0.93, 0.97));
    }
}
