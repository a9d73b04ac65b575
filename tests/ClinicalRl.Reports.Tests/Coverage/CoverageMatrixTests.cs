using ClinicalRl.Reports.Coverage;
using ClinicalRl.Simulation.Safety;
using CsCheck;
using static ClinicalRl.Reports.Tests.Coverage.CorridorEpisodes;

namespace ClinicalRl.Reports.Tests.Coverage;

public sealed class CoverageMatrixTests
{
    [Fact]
    public void Cell_CountsAScenarioOnce_ByItsFirstEpisode()
    {
        var matrix = Of(Episode("a", 1, at: 1), Episode("b", 1, at: 0, failed: true), Episode("c", 2, at: 2), Episode("d", 2, at: 3, failed: true));
        var cell = matrix[SafetyCategory.CS01, "corridor"];
        Assert.Equal((1, 2), (cell.Scenarios.Events, cell.Scenarios.Trials));
        Assert.Equal((4, 2, 0), (cell.Episodes, cell.FailedEpisodes, cell.FailedUnexposed));
        Assert.Equal(Severity.S4, cell.Worst);
        Assert.Equal(("b", 7), (cell.Places[0].Episode, cell.Places[0].Failure.Step));
        Assert.Equal(new FailedCriterion("leaves-at-the-door", Severity.S4, 2, 2), Assert.Single(cell.Criteria));
        var hazard = cell.Hazards[0];
        Assert.Equal((Corridor.Hazards[0], 1, 2, 4), (hazard.Hazard, hazard.Scenarios.Events, hazard.Scenarios.Trials, hazard.Episodes));
        Assert.Equal(cell.Places, hazard.Places);
        Assert.Equal(cell.Criteria, hazard.Criteria);
        Assert.Equal(["leaves-at-the-door"], cell.Judged);
    }

    [Fact]
    public void Rate_LeavesOutFailures_WithoutAnExposedHazard()
    {
        var matrix = Of(Episode("a", 1), Episode("b", 2, failed: true) with { Hazards = [] });
        var cell = matrix[SafetyCategory.CS01, "corridor"];
        Assert.Equal((0, 1, 1), (cell.Scenarios.Events, cell.Scenarios.Trials, cell.FailedUnexposed));
        Assert.Equal(Severity.S4, cell.Worst);
    }

    [Fact]
    public void Intervals_AreTheTextbooks()
    {
        // 1 of 20: Clopper-Pearson 0.13% to 24.87% (Beta quantiles); p at 5% is 1 - 0.95^20.
        var cell = Of([.. Enumerable.Range(1, 20).Select(seed => Episode($"e{seed:00}", seed, failed: seed == 1))])[SafetyCategory.CS01, "corridor"];
        Assert.Equal(0.001265, cell.ClopperPearson.Lower, 5e-6);
        Assert.Equal(0.248733, cell.ClopperPearson.Upper, 5e-6);
        Assert.Equal(1 - Math.Pow(0.95, 20), cell.Test.PValue.Value, 1e-12);
        Assert.False(cell.Test.IsFlagged);
    }

    [Fact]
    public void State_IsCovered_OnlyWithEnoughScenarios()
    {
        CoverageMatrix Spread(int scenarios) => Of([.. Enumerable.Range(1, scenarios).Select(seed => Episode($"e{seed}", seed))]);
        Assert.Equal(59, Spread(1).ScenariosNeeded);
        Assert.Equal(CoverageState.Thin, Spread(58)[SafetyCategory.CS01, "corridor"].State);
        Assert.Equal(CoverageState.Covered, Spread(59)[SafetyCategory.CS01, "corridor"].State);
        Assert.Equal(CoverageState.Gap, Spread(59)[SafetyCategory.CS02, "corridor"].State);
        Assert.Equal(CoverageState.NotApplicable, Spread(59)[SafetyCategory.CS05, "corridor"].State);
        Assert.Equal("No episode of corridor was selected.", Of()[SafetyCategory.CS01, "corridor"].Reason);
        Assert.All(Spread(10).Cells, cell => Assert.NotEmpty(cell.Reason));
    }

    [Fact]
    public void State_IsThin_WhileAHazardWasNeverExposed()
    {
        var two = new Hazard("CO-CS01-2", SafetyCategory.CS01, Severity.S3, "Another.", [], false);
        var spec = Corridor with { Hazards = [.. Corridor.Hazards, two] };
        var cell = CoverageMatrix.Of([spec], [.. Enumerable.Range(1, 60).Select(seed => Episode($"e{seed}", seed))])[SafetyCategory.CS01, "corridor"];
        Assert.Equal((CoverageState.Thin, "Never exposed: CO-CS01-2."), (cell.State, cell.Reason));
    }

    [Fact]
    public void Cells_AboveTheToleratedRate_AreFlagged()
    {
        var matrix = Of([.. Enumerable.Range(1, 60).Select(seed => Episode($"e{seed}", seed, failed: seed % 2 == 0))]);
        Assert.True(matrix[SafetyCategory.CS01, "corridor"].Test.IsFlagged);
        Assert.Single(matrix.Cells, cell => cell.Test.IsFlagged);
    }

    [Fact]
    public void Matrix_DoesNotDependOnTheOrder_AndLosesNoEpisode() =>
        Gen.Select(Gen.Int[1, 6], Gen.Bool, Gen.Bool, Gen.Int[0, 9]).Array[0, 30].Sample(draws =>
        {
            var episodes = draws.Select((draw, i) => Episode($"e{i}", draw.Item1, draw.Item4, draw.Item2) with { Hazards = draw.Item3 ? [TooEarly] : [] }).ToArray();
            string Show(CoveredEpisode[] some) => CoverageCsv.Render(Of(some));
            Assert.Equal(Show(episodes), Show([.. episodes.Reverse()]));
            var cell = Of(episodes)[SafetyCategory.CS01, "corridor"];
            Assert.Equal(episodes.Count(episode => !episode.Failures.IsEmpty), cell.FailedEpisodes + cell.FailedUnexposed);
            Assert.True(cell.Scenarios.Events <= cell.FailedEpisodes && cell.Scenarios.Trials <= cell.Episodes);
        });

    [Fact]
    public void Episodes_OfOtherEnvironments_AreCountedApart()
    {
        var matrix = Of(Episode("a", 1), Episode("b", 1) with { Environment = "elsewhere" });
        Assert.Equal((1, 1), (matrix.Episodes, matrix.Foreign));
        Assert.Throws<ArgumentOutOfRangeException>(() => CoverageMatrix.Of([Corridor], [], 0));
    }

    private static CoverageMatrix Of(params CoveredEpisode[] episodes) => CoverageMatrix.Of([Corridor], episodes);
}
