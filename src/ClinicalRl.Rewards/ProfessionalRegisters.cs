namespace ClinicalRl.Rewards;

/// <summary>The UK registers of health professionals whose members may sign a reward function.</summary>
public static class ProfessionalRegisters
{
    /// <summary>General Medical Council, Nursing and Midwifery Council, General Pharmaceutical Council, Health and Care Professions Council.</summary>
    public static IReadOnlyList<string> Words { get; } = ["GMC", "NMC", "GPhC", "HCPC"];
}
