using System.Diagnostics.CodeAnalysis;

namespace ClinicalRl.Grains.Episodes;

/// <summary>Who owns an episode and which it is; as text <c>tenant/episode</c>, the grain's key.</summary>
public readonly record struct EpisodeKey
{
    /// <summary>Longest tenant or episode id, characters.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Throws <see cref="ArgumentException"/> unless both ids are well formed.</summary>
    public EpisodeKey(string tenant, string episode)
    {
        if (!IsId(tenant))
            throw new ArgumentException("A tenant id is 1 to 64 characters of a-z, 0-9, '-' and '_'.", nameof(tenant));
        if (!IsId(episode))
            throw new ArgumentException("An episode id is 1 to 64 characters of a-z, 0-9, '-' and '_'.", nameof(episode));
        (Tenant, Episode) = (tenant, episode);
    }

    /// <summary>The owner, taken from the API key and from nowhere else.</summary>
    public string Tenant { get; }

    /// <summary>The episode, unique within its tenant.</summary>
    public string Episode { get; }

    /// <summary>1 to 64 characters of a-z, 0-9, '-' and '_'.</summary>
    public static bool IsId([NotNullWhen(true)] string? id)
    {
        if (id is null || id.Length is 0 or > MaxIdLength)
            return false;
        foreach (var c in id)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_'))
                return false;
        }

        return true;
    }

    /// <summary>Reads <c>tenant/episode</c>.</summary>
    public static EpisodeKey Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? throw new FormatException("An episode key is tenant/episode.") : new EpisodeKey(text[..slash], text[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Episode}";
}
