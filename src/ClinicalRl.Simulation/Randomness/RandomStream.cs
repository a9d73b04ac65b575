using System.Numerics;

namespace ClinicalRl.Simulation.Randomness;

/// <summary>
/// xoshiro256** (Blackman and Vigna 2018) seeded by <see cref="SplitMix64"/>. A value type: copying it copies the
/// position, so a forked or restored simulator continues with the same draws.
/// </summary>
public struct RandomStream : IEquatable<RandomStream>
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    /// <summary>Seeds the four words of state with the first four SplitMix64 outputs of <paramref name="seed"/>.</summary>
    public RandomStream(ulong seed)
    {
        s0 = SplitMix64.Next(ref seed);
        s1 = SplitMix64.Next(ref seed);
        s2 = SplitMix64.Next(ref seed);
        s3 = SplitMix64.Next(ref seed);
    }

    /// <summary>Restores a stream from the four words given by <see cref="Words"/>; not all may be zero.</summary>
    public RandomStream(ulong w0, ulong w1, ulong w2, ulong w3)
    {
        if ((w0 | w1 | w2 | w3) == 0)
            throw new ArgumentException("xoshiro256** has no all-zero state.", nameof(w0));
        (s0, s1, s2, s3) = (w0, w1, w2, w3);
    }

    /// <summary>
    /// The sub-stream <paramref name="name"/> of <paramref name="seed"/>. Different names give unrelated streams, so adding
    /// draws to one part of a generator never shifts another part.
    /// </summary>
    public static RandomStream Named(ulong seed, string name, ulong index = 0)
    {
        var hash = 0xCBF29CE484222325UL;   // FNV-1a, 64 bit, over UTF-16 code units
        foreach (var c in name)
            hash = (hash ^ c) * 0x100000001B3UL;
        return new RandomStream(SplitMix64.Mix(seed ^ SplitMix64.Mix(hash)) + SplitMix64.Mix(index));
    }

    /// <summary>The four words of state, for a snapshot.</summary>
    public readonly (ulong W0, ulong W1, ulong W2, ulong W3) Words => (s0, s1, s2, s3);

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A real in [0, 1): the top 53 bits times 2^-53.</summary>
    public double NextUnit() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="bound"/>), each equally likely (Lemire 2019).</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (ulong)bound;
        var high = Math.BigMul(NextUInt64(), range, out var low);
        if (low < range)
        {
            var threshold = (0UL - range) % range;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), range, out low);
        }

        return (int)high;
    }

    /// <summary>A whole number in [<paramref name="low"/>, <paramref name="high"/>], both ends included.</summary>
    public int Between(int low, int high) => low + Next(high - low + 1);

    /// <summary>True with probability <paramref name="perMille"/> / 1000.</summary>
    public bool Chance(int perMille) => Next(1000) < perMille;

    /// <summary>One item, each equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>An index, likely in proportion to <paramref name="weights"/> (whole numbers, not all zero).</summary>
    public int PickWeighted(ReadOnlySpan<int> weights)
    {
        var total = 0;
        foreach (var weight in weights)
            total += weight;
        var draw = Next(total);
        for (var i = 0; i < weights.Length; i++)
        {
            draw -= weights[i];
            if (draw < 0)
                return i;
        }

        throw new ArgumentException("Weights must be whole numbers of at least zero, with a positive sum.", nameof(weights));
    }

    /// <summary>Puts <paramref name="items"/> in an order drawn with equal probability (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <inheritdoc/>
    public readonly bool Equals(RandomStream other) => Words == other.Words;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is RandomStream other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => (int)(s0 ^ s2);

    /// <summary>Same position in the same sequence.</summary>
    public static bool operator ==(RandomStream left, RandomStream right) => left.Equals(right);

    /// <summary>Not the same position in the same sequence.</summary>
    public static bool operator !=(RandomStream left, RandomStream right) => !left.Equals(right);
}
