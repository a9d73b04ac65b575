using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;

namespace ClinicalRl.Service.Tenancy;

/// <summary>What Authorization headers proved a moment ago, under their SHA-256: no secret stays in memory.</summary>
internal sealed class AuthenticatedHeaders(TimeProvider time)
{
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<HeaderHash, Kept> known = new();

    /// <summary>The result for a header, while it is fresh.</summary>
    public bool TryFind(HeaderHash hash, [NotNullWhen(true)] out AuthenticateResult? result)
    {
        result = known.TryGetValue(hash, out var kept) && kept.Until > time.GetTimestamp() ? kept.Result : null;
        return result is not null;
    }

    /// <summary>Whether a header was good once, be it stale.</summary>
    public bool WasGood(HeaderHash hash) => known.ContainsKey(hash);

    /// <summary>Keeps a good result for <see cref="KeyRing.KeepSeconds"/>, and not beyond its own end.</summary>
    public void Keep(HeaderHash hash, AuthenticateResult result, TimeSpan? remaining)
    {
        if (known.Count >= MaxKept)
            known.Clear();
        var seconds = Math.Min(KeyRing.KeepSeconds, remaining?.TotalSeconds ?? KeyRing.KeepSeconds);
        known[hash] = new Kept(result, time.GetTimestamp() + (long)(seconds * time.TimestampFrequency));
    }

    /// <summary>Forgets a header that is no longer good.</summary>
    public void Forget(HeaderHash hash) => known.TryRemove(hash, out _);

    private sealed record Kept(AuthenticateResult Result, long Until);
}

/// <summary>SHA-256 of a header.</summary>
internal readonly record struct HeaderHash(ulong A, ulong B, ulong C, ulong D)
{
    private const int OnStack = 2_048;

    public static HeaderHash Of(string header)
    {
        var most = Encoding.UTF8.GetMaxByteCount(header.Length);
        Span<byte> text = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(header, text)], hash);
        return new HeaderHash(
            BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]), BinaryPrimitives.ReadUInt64LittleEndian(hash[24..]));
    }
}
