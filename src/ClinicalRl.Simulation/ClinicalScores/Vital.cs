namespace ClinicalRl.Simulation.ClinicalScores;

/// <summary>What can be measured at the bedside.</summary>
public enum Vital
{
    /// <summary>Breaths a minute.</summary>
    RespiratoryRate,

    /// <summary>Oxygen saturation on air, per cent.</summary>
    Spo2,

    /// <summary>Systolic blood pressure, mmHg.</summary>
    Systolic,

    /// <summary>Diastolic blood pressure, mmHg.</summary>
    Diastolic,

    /// <summary>Beats a minute.</summary>
    Pulse,

    /// <summary>0 alert, 1 new confusion, 2 responds to voice, 3 to pain, 4 unresponsive.</summary>
    Consciousness,

    /// <summary>Degrees Celsius, tympanic.</summary>
    Temperature,

    /// <summary>Pain, 0 to 10.</summary>
    Pain,

    /// <summary>Capillary refill, seconds.</summary>
    CapillaryRefill,

    /// <summary>Blood glucose, mmol/L.</summary>
    Glucose,

    /// <summary>Blood ketones, mmol/L.</summary>
    Ketones,

    /// <summary>Peak flow, per cent of best.</summary>
    PeakFlow,

    /// <summary>Weight, kg.</summary>
    Weight,
}

/// <summary>Names, units, ranges and rounding of <see cref="Vital"/>.</summary>
public static class Vitals
{
    private static readonly string[] NameList =
    [
        "respiratory_rate", "spo2", "systolic", "diastolic", "pulse", "consciousness", "temperature", "pain", "capillary_refill", "glucose",
        "ketones", "peak_flow", "weight",
    ];

    private static readonly string[] TitleList =
    [
        "respiratory rate", "SpO2", "systolic blood pressure", "diastolic blood pressure", "pulse", "consciousness", "temperature", "pain", "capillary refill",
        "glucose", "ketones", "peak flow", "weight",
    ];

    private static readonly string[] ConsciousnessList = ["alert", "new confusion", "responds to voice", "responds to pain", "unresponsive"];

    private static readonly string[] UnitList = ["/min", "%", "mmHg", "mmHg", "/min", "", "C", "/10", "s", "mmol/L", "mmol/L", "% of best", "kg"];

    private static readonly double[] Lowest = [2, 50, 40, 20, 20, 0, 32, 0, 1, 1, 0, 10, 1];

    private static readonly double[] Highest = [80, 100, 260, 160, 230, 4, 42.5, 10, 8, 40, 9, 120, 200];

    private static readonly bool[] Tenths = [false, false, false, false, false, false, true, false, false, true, true, false, true];

    /// <summary>How many there are.</summary>
    public static int Count => NameList.Length;

    /// <summary>Snake-case names, in order.</summary>
    public static IReadOnlyList<string> Names => NameList;

    /// <summary>Snake-case name.</summary>
    public static string Name(this Vital vital) => NameList[(int)vital];

    /// <summary>As a clinician writes it, such as <c>SpO2</c>.</summary>
    public static string Title(this Vital vital) => TitleList[(int)vital];

    /// <summary>What a level of <see cref="Vital.Consciousness"/>, 0 to 4, is called.</summary>
    public static string ConsciousnessWord(double level) => ConsciousnessList[(int)level];

    /// <summary>Unit as shown; empty for consciousness.</summary>
    public static string Unit(this Vital vital) => UnitList[(int)vital];

    /// <summary>The vital called <paramref name="name"/>, or null.</summary>
    public static Vital? Find(string name) => Array.IndexOf(NameList, name) is var index and >= 0 ? (Vital)index : null;

    /// <summary>Keeps a value within what an instrument can show and rounds it as the instrument does (half up).</summary>
    public static double AsShown(this Vital vital, double value)
    {
        var index = (int)vital;
        var bounded = value < Lowest[index] ? Lowest[index] : value > Highest[index] ? Highest[index] : value;
        return Tenths[index] ? Math.Floor((bounded * 10) + 0.5) / 10 : Math.Floor(bounded + 0.5);
    }
}
