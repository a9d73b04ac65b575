using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.ClinicalScores;

/// <summary>The seven observations that NEWS2 scores.</summary>
/// <param name="RespiratoryRate">Breaths a minute.</param>
/// <param name="Spo2">Per cent.</param>
/// <param name="OnOxygen">Whether on any supplemental oxygen.</param>
/// <param name="Systolic">mmHg.</param>
/// <param name="Pulse">Beats a minute.</param>
/// <param name="Consciousness">0 alert; anything above is new confusion, voice, pain or unresponsive.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="Scale2">SpO2 scale 2, only for confirmed hypercapnic respiratory failure.</param>
public readonly record struct News2Observations(
    double RespiratoryRate, double Spo2, bool OnOxygen, double Systolic, double Pulse, double Consciousness, double Temperature, bool Scale2 = false);

/// <summary>A NEWS2 result.</summary>
/// <param name="Total">0 to 20.</param>
/// <param name="HasSingleRed">Whether any one parameter scores 3.</param>
public readonly record struct News2Score(int Total, bool HasSingleRed);

/// <summary>
/// National Early Warning Score 2 (Royal College of Physicians, 2017), for people of 16 and over who are not pregnant. The bands
/// are data: <c>Content/triage-queue/rules.yaml</c>.
/// </summary>
public sealed class News2
{
    private readonly Bands respiratoryRate;
    private readonly Bands spo2;
    private readonly Bands spo2Scale2OnAir;
    private readonly Bands spo2Scale2OnOxygen;
    private readonly Bands systolic;
    private readonly Bands pulse;
    private readonly Bands consciousness;
    private readonly Bands temperature;
    private readonly int oxygen;

    internal News2(YamlMap map)
    {
        respiratoryRate = new Bands(map, "respiratory_rate");
        spo2 = new Bands(map, "spo2");
        spo2Scale2OnAir = new Bands(map, "spo2_scale_2_on_air");
        spo2Scale2OnOxygen = new Bands(map, "spo2_scale_2_on_oxygen");
        systolic = new Bands(map, "systolic");
        pulse = new Bands(map, "pulse");
        consciousness = new Bands(map, "consciousness");
        temperature = new Bands(map, "temperature");
        oxygen = map.Whole("oxygen");
    }

    /// <summary>Reads the built-in bands.</summary>
    public static News2 Load() => new(ContentFiles.Open("triage-queue/rules.yaml").Map("news2"));

    /// <summary>Adds up the seven parameters.</summary>
    public News2Score Score(in News2Observations o)
    {
        var saturation = !o.Scale2 ? spo2 : o.OnOxygen ? spo2Scale2OnOxygen : spo2Scale2OnAir;
        var total = 0;
        var red = false;
        Add(respiratoryRate.Points(o.RespiratoryRate), ref total, ref red);
        Add(saturation.Points(o.Spo2), ref total, ref red);
        Add(systolic.Points(o.Systolic), ref total, ref red);
        Add(pulse.Points(o.Pulse), ref total, ref red);
        Add(consciousness.Points(o.Consciousness), ref total, ref red);
        Add(temperature.Points(o.Temperature), ref total, ref red);
        return new News2Score(total + (o.OnOxygen ? oxygen : 0), red);
    }

    private static void Add(int points, ref int total, ref bool red)
    {
        total += points;
        red |= points == 3;
    }

    private sealed class Bands
    {
        private readonly double[] upto;
        private readonly int[] points;

        public Bands(YamlMap map, string key)
        {
            var bands = map.Maps(key);
            upto = [.. bands.Select(band => band.Has("upto") ? band.Number("upto") : double.MaxValue)];
            points = [.. bands.Select(band => band.Whole("points"))];
            if (upto[^1] != double.MaxValue || !upto.SequenceEqual(upto.Order()))
                throw map.Fail($"'{key}' must rise and end in an open band");
        }

        public int Points(double value)
        {
            var i = 0;
            while (value > upto[i])
                i++;
            return points[i];
        }
    }
}
