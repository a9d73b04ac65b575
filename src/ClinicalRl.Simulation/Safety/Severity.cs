namespace ClinicalRl.Simulation.Safety;

/// <summary>Worst plausible harm, S0 none to S5 catastrophic (several deaths or a death by a never event), after DCB0129's five classes.</summary>
public enum Severity
{
    /// <summary>No harm.</summary>
    S0,

    /// <summary>Minor.</summary>
    S1,

    /// <summary>Significant.</summary>
    S2,

    /// <summary>Considerable.</summary>
    S3,

    /// <summary>Major.</summary>
    S4,

    /// <summary>Catastrophic.</summary>
    S5,
}

/// <summary>Facts about <see cref="Severity"/>.</summary>
public static class Severities
{
    private static readonly double[] Weights = [0, 1, 2, 4, 8, 10];

    private static readonly string[] Names = ["none", "minor", "significant", "considerable", "major", "catastrophic"];

    /// <summary>The proposed default reward weight: 0, 1, 2, 4, 8, 10. Needs a specialist's sign-off.</summary>
    public static double DefaultWeight(this Severity severity) => Weights[(int)severity];

    /// <summary>The DCB0129 word for it.</summary>
    public static string Title(this Severity severity) => Names[(int)severity];
}
