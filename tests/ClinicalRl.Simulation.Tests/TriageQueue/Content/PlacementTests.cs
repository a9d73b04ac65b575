using ClinicalRl.Simulation.TriageQueue.Content;
using CsCheck;

namespace ClinicalRl.Simulation.Tests.TriageQueue.Content;

public sealed class PlacementTests
{
    private static readonly Gen<Placement> Any =
        from disposition in Gen.Int[0, 8]
        from others in Gen.Int[0, 0x1ff]
        from category in Gen.Int[1, 5]
        from categories in Gen.Int[0, 0x1f]
        select new Placement(disposition, 1 << disposition | others, category, 1 << category | categories << 1);

    [Theory]
    [InlineData(0b000000110, 0, -1)]
    [InlineData(0b000000110, 1, 0)]
    [InlineData(0b000000110, 2, 0)]
    [InlineData(0b000000110, 3, 1)]
    [InlineData(0b000000110, 8, 6)]
    [InlineData(0b101000000, 7, 0)]
    [InlineData(0b101000000, 0, -6)]
    public void Steps_CountRungsToTheNearestAccepted(int accepted, int chosen, int steps) => Assert.Equal(steps, Placement.Steps(chosen, accepted));

    [Fact]
    public void MoreUrgent_DropsWhatTheOtherWouldNotAccept()
    {
        var chart = new Placement(1, 0b111, 2, 0b110);                // D1, or D0 or D2
        var news2 = new Placement(1, 0b011, 2, 0b110);                // D1 or D0
        Assert.Equal(news2, chart.MoreUrgent(news2));
        Assert.Equal(1, chart.MoreUrgent(news2).DispositionSteps(2));
    }

    [Fact]
    public void MoreUrgent_KeepsItsOwnRung_AndNeverAllowsMoreThanEither() => Gen.Select(Any, Any).Sample((one, other) =>
    {
        var both = one.MoreUrgent(other);
        Assert.Equal((Math.Min(one.Disposition, other.Disposition), Math.Min(one.Category, other.Category)), (both.Disposition, both.Category));
        Assert.Equal((0, 0), (both.DispositionSteps(both.Disposition), both.CategorySteps(both.Category)));
        for (var rung = 0; rung <= 8; rung++)
            Assert.True(both.DispositionSteps(rung) >= Math.Max(one.DispositionSteps(rung), other.DispositionSteps(rung)) || both.DispositionSteps(rung) < 0);
        Assert.Equal(both, both.MoreUrgent(both));
    });
}
