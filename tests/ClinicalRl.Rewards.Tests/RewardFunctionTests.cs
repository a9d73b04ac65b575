using System.Text;
using System.Text.Json;
using ClinicalRl.Rewards.Tests.Wards;
using ClinicalRl.Simulation.Facts;

namespace ClinicalRl.Rewards.Tests;

public sealed class RewardFunctionTests
{
    [Fact]
    public void Compile_CarriesIdentity_OfTheDocument()
    {
        var function = Ward.Compile(Ward.Text(Ward.Prompt));
        Assert.Equal("ward-reward", function.Id);
        Assert.Equal("1.0.0", function.Version.ToString());
        Assert.Equal(RewardStatus.Draft, function.Status);
        Assert.Equal(64, function.Hash.Length);
        Assert.NotEqual(function.Hash, Ward.Compile(Ward.Text(Ward.Prompt) + "\n").Hash);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(10.5, 0)]
    public void Score_JudgesTheEvent_ByItsPredicate(double minutes, double expected)
    {
        var step = Ward.Compile(Ward.Text(Ward.Prompt)).Score([Ward.SeenAt(minutes)], default);
        Assert.True(step.Judged);
        Assert.Equal(expected, step.Value);
        Assert.Equal(expected, step.Tally.EpisodeReward);
    }
}
