using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Rewards.Tests;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData(">=1.0.0 <2.0.0", "1.0.0", true)]
    [InlineData(">=1.0.0 <2.0.0", "1.99.0", true)]
    [InlineData(">=1.0.0 <2.0.0", "2.0.0", false)]
    [InlineData(">=1.0.0 <2.0.0", "0.9.9", false)]
    [InlineData(">1.0.0", "1.0.0", false)]
    [InlineData("<=1.2.3", "1.2.3", true)]
    [InlineData("=1.2.3", "1.2.3", true)]
    [InlineData("=1.2.3", "1.2.4", false)]
    public void Range_Contains_WhatSatisfiesEveryBound(string range, string version, bool expected) =>
        Assert.Equal(expected, VersionRange.Parse(range)!.Contains(SemanticVersion.Parse(version)));

    [Theory]
    [InlineData("")]
    [InlineData("1.0.0")]
    [InlineData("^1.0.0")]
    [InlineData("=>1.0.0")]
    [InlineData(">=1.0")]
    [InlineData(">= 1.0.0")]
    [InlineData(">=1.0.0 >=1.0.0 >=1.0.0 >=1.0.0 >=1.0.0")]
    public void Parse_Refuses_WhatIsNoRange(string text) => Assert.Null(VersionRange.Parse(text));
}
