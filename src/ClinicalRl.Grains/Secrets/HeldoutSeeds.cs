using System.Collections.Immutable;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Secrets;

/// <summary>
/// Derives held-out seeds: the first 8 bytes (little-endian) of HMAC-SHA256(tenant secret, purpose, environment, index). The nonce
/// of an episode's commitment is derived from the secret and the episode's id, so that the service can open it at any time.
/// </summary>
internal static class HeldoutSeeds
{
    public static HeldoutOpening Derive(ReadOnlySpan<byte> secret, string environment, ulong index, EpisodeKey key)
    {
        var seed = Hmac(secret, string.Create(null, $"clinicalrl/heldout/seed/1\n{environment}\n{index}"));
        var nonce = Hmac(secret, string.Create(null, $"clinicalrl/heldout/nonce/1\n{key}"));
        return new HeldoutOpening(BinaryPrimitives.ReadUInt64LittleEndian(seed), [.. nonce.AsSpan(0, HeldoutOpening.NonceBytes)]);
    }

    private static byte[] Hmac(ReadOnlySpan<byte> secret, string message) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(message));
}
