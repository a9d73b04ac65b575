namespace ClinicalRl.Simulation.ClinicalScores;

/// <summary>Creatinine clearance after Cockcroft and Gault (1976), in mL/min.</summary>
public static class CockcroftGault
{
    private const double MaleConstant = 1.23;
    private const double FemaleConstant = 1.04;
    private const int AgeConstant = 140;

    /// <summary>(140 − age) × weight × k / creatinine, with k 1.23 for men and 1.04 for women.</summary>
    /// <param name="ageYears">Age in years, at least 0; 0 or less comes out from 140 on.</param>
    /// <param name="weightKg">Weight in kg, above 0.</param>
    /// <param name="creatinineMicromolPerL">Serum creatinine in micromol/L, above 0.</param>
    /// <param name="female">Chooses the constant.</param>
    /// <exception cref="ArgumentOutOfRangeException">Weight or creatinine is not above 0.</exception>
    public static double Clearance(double ageYears, double weightKg, double creatinineMicromolPerL, bool female)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weightKg);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(creatinineMicromolPerL);
        return Math.Max(0, AgeConstant - ageYears) * weightKg * (female ? FemaleConstant : MaleConstant) / creatinineMicromolPerL;
    }
}
