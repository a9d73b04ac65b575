namespace ClinicalRl.Audit.Blobs;

/// <summary>What a blob may be called: segments joined by '/', each of a-z, 0-9, '-', '_' and '.', not beginning with a dot.</summary>
public static class BlobName
{
    /// <summary>Longest name, characters.</summary>
    public const int MaxLength = 512;

    /// <summary>Whether <paramref name="name"/> is one.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MaxLength)
            return false;
        foreach (var segment in name.Split('/'))
        {
            if (segment.Length == 0 || segment[0] == '.' || !segment.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.'))
                return false;
        }

        return true;
    }

    internal static void Require(string name)
    {
        if (!IsValid(name))
            throw new ArgumentException("A blob's name is segments of a-z, 0-9, '-', '_' and '.', joined by '/', none beginning with a dot.", nameof(name));
    }
}
