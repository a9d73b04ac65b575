namespace ClinicalRl.Statistics;

/// <summary>Refusals shared by all estimators: what is invalid is named, never clamped.</summary>
internal static class Numbers
{
    /// <summary>Refuses what is not finite.</summary>
    public static double RequireFinite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentException(FormattableString.Invariant($"{value} is not a finite value."), name);

    /// <summary>Refuses what is not from 0 to 1, NaN included.</summary>
    public static double RequireUnit(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A number from 0 to 1.");

    /// <summary>Refuses what is not above 0 and finite.</summary>
    public static double RequirePositive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A number above 0.");

    /// <summary>Refuses what is below 0 or not finite.</summary>
    public static double RequireNotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A number of at least 0.");

    /// <summary>Refuses lists of different lengths.</summary>
    public static void RequireSameLength(int first, int second, string name)
    {
        if (first != second)
            throw new ArgumentException(FormattableString.Invariant($"{second} values beside {first}: the lists must be of one length."), name);
    }
}
