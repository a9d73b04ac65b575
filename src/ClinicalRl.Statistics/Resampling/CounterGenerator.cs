using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ClinicalRl.Statistics.Resampling;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014) addressed by counter: output t of a seed needs no output before it, so resamples may be
/// drawn in any order and in parallel and are still the same.
/// </summary>
public readonly record struct CounterGenerator(ulong Seed)
{
    /// <summary>The generator seeded by the first eight bytes, most significant first, of the SHA-256 of a text such as <c>report|statistic|method version</c>.</summary>
    public static CounterGenerator FromText(string text) => new(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>Output number <paramref name="t"/>, from 0.</summary>
    public ulong Value(ulong t)
    {
        var z = unchecked(Seed + ((t + 1) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    /// <summary>Output <paramref name="t"/> as an index below <paramref name="n"/>: the high 64 bits of output times n (Lemire 2019).</summary>
    public int Index(ulong t, int n) => (int)Math.BigMul(Value(t), (ulong)n, out _);

    /// <summary>Output <paramref name="t"/> as a real in [0, 1): its top 53 bits.</summary>
    public double Unit(ulong t) => (Value(t) >> 11) * (1.0 / (1UL << 53));
}
