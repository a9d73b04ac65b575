namespace ClinicalRl.Statistics;

/// <summary>Roots of monotone functions, to the last bit and always the same.</summary>
internal static class Bisection
{
    /// <summary>Where <paramref name="falling"/> turns from positive to not positive between <paramref name="low"/> and <paramref name="high"/>, which are not evaluated.</summary>
    public static double Find(Func<double, double> falling, double low, double high)
    {
        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
                return middle;
            if (falling(middle) > 0)
                low = middle;
            else
                high = middle;
        }
    }
}
