using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ClinicalRl.Statistics.Resampling;

/// <summary>
/// Random numbers addressed by a counter: output <c>t</c> of SplitMix64 (Steele, Lea and Flood 2014) for a seed. Nothing is carried
/// from draw to draw, so resamples may be made in any order and in parallel.
/// </summary>
/// <param name="Seed">Any 64-bit value.</param>
public readonly record struct CounterGenerator(ulong Seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>The generator whose seed is the first 8 bytes, big-endian, of the SHA-256 of <paramref name="text"/> in UTF-8.</summary>
    public static CounterGenerator FromText(string text) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>64 bits.</summary>
    public ulong Value(ulong counter)
    {
        var z = Seed + ((counter + 1) * Increment);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number in [0, <paramref name="bound"/>): the high 64 bits of the value times the bound (Lemire 2019).</summary>
    public int Index(ulong counter, int bound) => (int)Math.BigMul(Value(counter), (ulong)bound, out _);
}
