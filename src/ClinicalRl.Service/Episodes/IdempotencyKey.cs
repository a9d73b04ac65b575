using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Episodes;

/// <summary>The Idempotency-Key header: 1 to 256 visible ASCII characters, or absent.</summary>
/// <param name="Value">The key, or null.</param>
internal readonly record struct IdempotencyKey(string? Value)
{
    /// <summary>Name of the header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Reads the header; false with the problem when it cannot be used.</summary>
    public static bool TryRead(HttpRequest request, out IdempotencyKey key, out Problem? problem)
    {
        (key, problem) = (default, null);
        var values = request.Headers[Header];
        if (values.Count == 0)
            return true;
        key = new IdempotencyKey(values[0]);
        if (values.Count == 1 && key.Value!.Length is >= 1 and <= RequestLimits.IdempotencyKeyLength && !key.Value.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return true;
        problem = Problem.Invalid(Header, $"1 to {RequestLimits.IdempotencyKeyLength} visible ASCII characters, given once");
        return false;
    }

    /// <summary>The id of item <paramref name="index"/> of this request.</summary>
    public string EpisodeId(TenantId tenant, string purpose, int index = 0) =>
        Value is null ? EpisodeIds.Create() : EpisodeIds.Derive(tenant, purpose, Value, index);
}
