namespace ClinicalRl.Simulation.Randomness;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): turns one 64-bit seed into a sequence of well-mixed 64-bit values.
/// Used only to seed <see cref="RandomStream"/> and to mix hashes.
/// </summary>
public static class SplitMix64
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>Advances <paramref name="state"/> and returns the next value.</summary>
    public static ulong Next(ref ulong state)
    {
        state += Increment;
        return Mix(state);
    }

    /// <summary>The finaliser alone: a bijection on 64-bit values.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
