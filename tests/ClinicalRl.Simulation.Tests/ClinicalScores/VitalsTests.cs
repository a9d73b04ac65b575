using ClinicalRl.Simulation.ClinicalScores;
using CsCheck;

namespace ClinicalRl.Simulation.Tests.ClinicalScores;

public sealed class VitalsTests
{
    [Theory]
    [InlineData(Vital.Temperature, 38.04, 38.0)]
    [InlineData(Vital.Temperature, 38.06, 38.1)]
    [InlineData(Vital.Temperature, 50, 42.5)]
    [InlineData(Vital.Spo2, 101.2, 100)]
    [InlineData(Vital.Spo2, 94.5, 95)]
    [InlineData(Vital.Pulse, -3, 20)]
    [InlineData(Vital.Pain, 10.4, 10)]
    [InlineData(Vital.Glucose, 4.449, 4.4)]
    public void AsShown_RoundsAndBoundsAsInstrumentsDo(Vital vital, double value, double shown) => Assert.Equal(shown, vital.AsShown(value));

    [Fact]
    public void AsShown_ChangesNothingTwice() => Gen.Select(Gen.Enum<Vital>(), Gen.Double[-500, 500]).Sample((vital, value) =>
        vital.AsShown(vital.AsShown(value)) == vital.AsShown(value));

    [Fact]
    public void Find_FindsEveryName()
    {
        Assert.Equal(Enum.GetValues<Vital>().Length, Vitals.Count);
        Assert.All(Enum.GetValues<Vital>(), vital => Assert.Equal(vital, Vitals.Find(vital.Name())));
        Assert.Null(Vitals.Find("mood"));
        Assert.Equal("mmHg", Vital.Systolic.Unit());
    }
}
