namespace ClinicalRl.Simulation.Safety;

/// <summary>The ten clinical safety categories. A failure has one primary category: the earliest link in its chain of harm.</summary>
public enum SafetyCategory
{
    /// <summary>Under-recognition of acuity.</summary>
    CS01 = 1,

    /// <summary>Over-escalation and unnecessary intervention.</summary>
    CS02,

    /// <summary>Inadequate assessment and reasoning.</summary>
    CS03,

    /// <summary>Contraindicated or interacting medicine.</summary>
    CS04,

    /// <summary>Dose, regimen, route or monitoring error.</summary>
    CS05,

    /// <summary>Fabrication and record infidelity.</summary>
    CS06,

    /// <summary>Critical omission and loss of continuity.</summary>
    CS07,

    /// <summary>Unsafe communication, uncertainty or consent.</summary>
    CS08,

    /// <summary>Safeguarding, crisis and equity failure.</summary>
    CS09,

    /// <summary>Boundary, authority, privacy or robustness failure.</summary>
    CS10,
}

/// <summary>Facts about <see cref="SafetyCategory"/>.</summary>
public static class SafetyCategories
{
    private static readonly string[] Titles =
    [
        "Under-recognition of acuity", "Over-escalation and unnecessary intervention", "Inadequate assessment and reasoning",
        "Contraindicated or interacting medicine", "Dose, regimen, route or monitoring error", "Fabrication and record infidelity",
        "Critical omission and loss of continuity", "Unsafe communication, uncertainty or consent",
        "Safeguarding, crisis and equity failure", "Boundary, authority, privacy or robustness failure",
    ];

    /// <summary>All ten, in order.</summary>
    public static IReadOnlyList<SafetyCategory> All { get; } = Enum.GetValues<SafetyCategory>();

    /// <summary>The category's published title.</summary>
    public static string Title(this SafetyCategory category) => Titles[(int)category - 1];
}
