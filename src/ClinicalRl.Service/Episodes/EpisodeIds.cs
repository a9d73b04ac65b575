using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Grains.Tenancy;

namespace ClinicalRl.Service.Episodes;

/// <summary>Makes episode ids: <c>ep_</c> and 26 lower-case base32 characters, 130 bits.</summary>
internal static class EpisodeIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private const int Length = 26;

    /// <summary>A new id by chance.</summary>
    public static string Create() => "ep_" + RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The id of item <paramref name="index"/> of what a tenant asks for under an Idempotency-Key: the same whenever it is asked again.</summary>
    public static string Derive(TenantId tenant, string purpose, string idempotencyKey, int index)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{tenant}\n{purpose}\n{index}\n{idempotencyKey}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return "ep_" + string.Create(Length, hash, static (output, hash) =>
        {
            var bits = new UInt128(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash.AsSpan(8)));
            for (var i = 0; i < output.Length; i++, bits = (bits >> 5) | ((UInt128)(hash[16 + (i % 16)] & 31) << 123))
                output[i] = Alphabet[(int)(bits & 31)];
        });
    }
}
