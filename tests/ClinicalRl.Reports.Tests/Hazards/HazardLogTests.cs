using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Hazards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;
using static ClinicalRl.Reports.Tests.Coverage.CorridorEpisodes;

namespace ClinicalRl.Reports.Tests.Hazards;

public sealed class HazardLogTests
{
    [Fact]
    public void Row_HoldsTheColumns_AndReadsLikelihoodFromTheUpperEnd()
    {
        // 6 of 60: 10%, exact 95% interval to 20.5%, above the 20% of medium.
        var row = Log(Corridor, Played(60, failing: 6)).Rows[0];
        Assert.Equal(("corridor/CO-CS01-1", "CO CS01 1", SafetyCategory.CS01), (row.Id, row.Name, row.Category));
        Assert.Equal(new HazardRisk(Severity.S4, Likelihood.High, 4), row.InitialRisk);
        Assert.Equal(row.InitialRisk, row.ResidualRisk);
        Assert.Equal((60, 6, "CS01-corridor"), (row.Evidence.Scenarios, row.Evidence.FailedScenarios, row.Evidence.Cell));
        Assert.Equal(0.2051, row.Evidence.RateUpper!.Value, 1e-4);
        Assert.Equal(new HazardFailure("e01", 7, "leaves-at-the-door", Severity.S4), row.Evidence.Failures[0]);
        Assert.Contains("major (one death", row.ClinicalEffect, StringComparison.Ordinal);
        Assert.Contains("Not met: leaves-at-the-door (S4), in 6 of 60 episodes that expose the hazard.", row.Causes);
        Assert.Contains(row.ExistingControls, control => control.EndsWith("leaves-at-the-door.", StringComparison.Ordinal));
        Assert.Equal((HazardStatus.Open, "not assigned", "not assigned"), (row.Status, row.Owner, row.Approver));
        Assert.Equal([new HazardChange("1.0.0", "entered")], row.History);
    }

    [Theory]
    [InlineData(3, Likelihood.VeryHigh)]    // none of 3 failed: the rate may be 71%
    [InlineData(60, Likelihood.Medium)]
    [InlineData(400, Likelihood.VeryLow)]
    public void LittleEvidence_ReadsAsMoreRisk(int scenarios, Likelihood expected) =>
        Assert.Equal(expected, Log(Corridor, Played(scenarios, failing: 0)).Rows[0].InitialRisk.Likelihood);

    [Fact]
    public void Hazard_ThatNothingExposed_HasNoRisk()
    {
        var row = Log(Corridor, Played(60, failing: 6)).Rows.Single(row => row.Category == SafetyCategory.CS02);
        Assert.Equal((HazardStatus.Unmeasured, new HazardRisk(Severity.S2, null, null), 0), (row.Status, row.InitialRisk, row.Evidence.Scenarios));
        Assert.Null(row.Evidence.RateUpper);
    }

    [Fact]
    public void Hazard_NoLongerDeclared_StaysAndNamesTheVersionInWhichItLeft()
    {
        var first = Log(Corridor, Played(60, failing: 6));
        var later = Corridor with { Version = SemanticVersion.Parse("1.1.0"), Hazards = [.. Corridor.Hazards.Where(hazard => hazard.Id != TooEarly)] };
        var second = Log(later, [], first);
        var retired = second.Rows[^1];
        Assert.Equal((HazardStatus.Retired, "1.1.0", "corridor/CO-CS01-1"), (retired.Status, retired.RetiredIn, retired.Id));
        Assert.Equal((first.Rows[0].InitialRisk, first.Rows[0].Evidence.FailedScenarios, first.Rows[0].Description), (retired.InitialRisk, retired.Evidence.FailedScenarios, retired.Description));
        Assert.Equal(new HazardChange("1.1.0", "no longer declared"), retired.History[^1]);

        var third = Log(later with { Version = SemanticVersion.Parse("1.2.0") }, [], second);
        Assert.Equal("1.1.0", third.Rows[^1].RetiredIn);   // it left once
        var again = Log(Corridor with { Version = SemanticVersion.Parse("2.0.0") }, Played(60, failing: 0), third).Rows[0];
        Assert.Equal((HazardStatus.Open, null), (again.Status, again.RetiredIn));
        Assert.Equal(["entered", "no longer declared", "declared again"], again.History.Select(change => change.Change));
    }

    [Fact]
    public void Environment_Withdrawn_LeavesItsRows()
    {
        var first = Log(Corridor, Played(60, failing: 6));
        var second = HazardLog.Of(CoverageMatrix.Of([], []), Previous(first));
        Assert.Equal(first.Rows.Select(row => row.Id).Order(StringComparer.Ordinal), second.Rows.Select(row => row.Id));
        Assert.All(second.Rows, row => Assert.Equal((HazardStatus.Retired, "environment withdrawn"), (row.Status, row.RetiredIn)));
    }

    [Fact]
    public void Change_OfWhatIsDeclared_IsInTheHistory()
    {
        var first = Log(Corridor, []);
        var worse = Corridor with { Version = SemanticVersion.Parse("1.1.0"), Hazards = [Corridor.Hazards[0] with { Severity = Severity.S5, Statement = "Leaves." }, Corridor.Hazards[1]] };
        var second = Log(worse, [], first);
        Assert.Equal(["entered", "severity S4 became S5", "description before: " + first.Rows[0].Description], second.Rows[0].History.Select(change => change.Change));
        Assert.Equal(first.Rows[1].History, second.Rows[1].History);
    }

    [Fact]
    public void Log_OfANewerVersion_IsRefused()
    {
        var newer = Log(Corridor with { Version = SemanticVersion.Parse("1.1.0") }, []);
        Assert.Throws<NewerHazardLogException>(() => Log(Corridor, [], newer));
    }

    [Fact]
    public void Log_NamesTheOneBefore_AndItsEvidence()
    {
        var first = Log(Corridor, Played(3, failing: 1));
        Assert.Null(first.PreviousSha256);
        Assert.Equal((3, "corridor-reward@1.0.0"), (first.Evidence.Episodes, Assert.Single(first.Evidence.RewardFunctions)));
        Assert.Equal(Previous(first).Sha256, Log(Corridor, [], first).PreviousSha256);
        Assert.Contains(first.Rule, sentence => sentence.Contains("not verified", StringComparison.Ordinal) && sentence.Contains("very low up to 1%", StringComparison.Ordinal));
    }

    private static CoveredEpisode[] Played(int scenarios, int failing) => [.. Enumerable.Range(1, scenarios).Select(seed => Episode($"e{seed:00}", seed, failed: seed <= failing))];

    private static HazardLog Log(EnvironmentSpec spec, CoveredEpisode[] episodes, HazardLog? before = null) => HazardLog.Of(CoverageMatrix.Of([spec], episodes), before is null ? null : Previous(before));

    private static PreviousHazardLog Previous(HazardLog log)
    {
        Assert.True(PreviousHazardLog.TryRead(HazardJson.Render(log), out var previous, out var problem), problem);
        return previous;
    }
}
