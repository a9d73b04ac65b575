using ClinicalRl.Simulation.ClinicalScores;

namespace ClinicalRl.Simulation.Tests.ClinicalScores;

/// <summary>Against the chart and worked vectors of National Early Warning Score 2 (Royal College of Physicians, 2017).</summary>
public sealed class News2Tests
{
    private static readonly News2 Score2017 = News2.Load();

    private static readonly News2Observations Well = new(16, 98, false, 128, 72, 0, 36.8);

    [Theory]
    [InlineData(16, 98, false, 128, 72, 0, 36.8, 1, 0, false)]
    [InlineData(22, 93, false, 105, 112, 0, 38.4, 1, 8, false)]
    [InlineData(26, 90, true, 88, 132, 1, 39.2, 1, 19, true)]
    [InlineData(20, 96, false, 200, 84, 0, 36.7, 1, 0, false)]
    [InlineData(18, 95, true, 130, 80, 0, 37.0, 2, 4, false)]
    [InlineData(18, 94, false, 130, 80, 0, 37.0, 2, 0, false)]
    [InlineData(8, 88, false, 220, 40, 0, 35.0, 2, 12, true)]
    [InlineData(20, 96, false, 118, 88, 1, 37.2, 1, 3, true)]
    [InlineData(18, 97, false, 200, 96, 0, 36.9, 1, 1, false)]
    public void Score_AgreesWithTheWorkedVectors(
        double rate, double spo2, bool oxygen, double systolic, double pulse, double consciousness, double temperature, int scale, int total, bool red) =>
        Assert.Equal(new News2Score(total, red), Score2017.Score(new(rate, spo2, oxygen, systolic, pulse, consciousness, temperature, scale == 2)));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(8, 3)]
    [InlineData(9, 1)]
    [InlineData(11, 1)]
    [InlineData(12, 0)]
    [InlineData(20, 0)]
    [InlineData(21, 2)]
    [InlineData(24, 2)]
    [InlineData(25, 3)]
    [InlineData(60, 3)]
    public void Score_OfRespiratoryRate(double value, int points) => Check(Well with { RespiratoryRate = value }, points);

    [Theory]
    [InlineData(50, 3)]
    [InlineData(91, 3)]
    [InlineData(92, 2)]
    [InlineData(93, 2)]
    [InlineData(94, 1)]
    [InlineData(95, 1)]
    [InlineData(96, 0)]
    [InlineData(100, 0)]
    public void Score_OfSaturationOnScale1(double value, int points) => Check(Well with { Spo2 = value }, points);

    [Theory]
    [InlineData(83, false, 3)]
    [InlineData(84, false, 2)]
    [InlineData(85, false, 2)]
    [InlineData(86, false, 1)]
    [InlineData(87, false, 1)]
    [InlineData(88, false, 0)]
    [InlineData(92, false, 0)]
    [InlineData(93, false, 0)]
    [InlineData(97, false, 0)]
    [InlineData(100, false, 0)]
    [InlineData(83, true, 3)]
    [InlineData(84, true, 2)]
    [InlineData(85, true, 2)]
    [InlineData(86, true, 1)]
    [InlineData(87, true, 1)]
    [InlineData(88, true, 0)]
    [InlineData(92, true, 0)]
    [InlineData(93, true, 1)]
    [InlineData(94, true, 1)]
    [InlineData(95, true, 2)]
    [InlineData(96, true, 2)]
    [InlineData(97, true, 3)]
    [InlineData(100, true, 3)]
    public void Score_OfSaturationOnScale2(double value, bool oxygen, int points)
    {
        var score = Score2017.Score(Well with { Spo2 = value, OnOxygen = oxygen, Scale2 = true });
        Assert.Equal(new News2Score(points + (oxygen ? 2 : 0), points == 3), score);
    }

    [Theory]
    [InlineData(60, 3)]
    [InlineData(90, 3)]
    [InlineData(91, 2)]
    [InlineData(100, 2)]
    [InlineData(101, 1)]
    [InlineData(110, 1)]
    [InlineData(111, 0)]
    [InlineData(200, 0)]
    [InlineData(219, 0)]
    [InlineData(220, 3)]
    [InlineData(250, 3)]
    public void Score_OfSystolicPressure(double value, int points) => Check(Well with { Systolic = value }, points);

    [Theory]
    [InlineData(30, 3)]
    [InlineData(40, 3)]
    [InlineData(41, 1)]
    [InlineData(50, 1)]
    [InlineData(51, 0)]
    [InlineData(90, 0)]
    [InlineData(91, 1)]
    [InlineData(110, 1)]
    [InlineData(111, 2)]
    [InlineData(130, 2)]
    [InlineData(131, 3)]
    [InlineData(200, 3)]
    public void Score_OfPulse(double value, int points) => Check(Well with { Pulse = value }, points);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    public void Score_OfConsciousness(double value, int points) => Check(Well with { Consciousness = value }, points);

    [Theory]
    [InlineData(33.0, 3)]
    [InlineData(35.0, 3)]
    [InlineData(35.1, 1)]
    [InlineData(36.0, 1)]
    [InlineData(36.1, 0)]
    [InlineData(38.0, 0)]
    [InlineData(38.1, 1)]
    [InlineData(39.0, 1)]
    [InlineData(39.1, 2)]
    [InlineData(42.0, 2)]
    public void Score_OfTemperature(double value, int points) => Check(Well with { Temperature = value }, points);

    [Fact]
    public void Score_AddsTwo_WhenOnOxygen() => Assert.Equal(new News2Score(2, false), Score2017.Score(Well with { OnOxygen = true }));

    [Fact]
    public void Score_IsTwentyAtMost() => Assert.Equal(new News2Score(20, true), Score2017.Score(new(30, 80, true, 60, 180, 4, 34)));

    private static void Check(in News2Observations observations, int points) => Assert.Equal(new News2Score(points, points == 3), Score2017.Score(observations));
}
