using System.Text.Json;
using ClinicalRl.Service.Hosting;

namespace ClinicalRl.Service.Episodes;

/// <summary>What a label's key may be.</summary>
internal static class Label
{
    /// <summary>The rule, for a problem.</summary>
    public static string KeyRule { get; } = $"a label whose key has 1 to {RequestLimits.LabelKeyLength} characters of a-z, A-Z, 0-9, '.', '-' and '_'";

    /// <summary>Whether a text may be a key.</summary>
    public static bool IsKey(string key)
    {
        if (key.Length is 0 or > RequestLimits.LabelKeyLength)
            return false;
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
                return false;
        }

        return true;
    }

    /// <summary>Whether a member's name may be a key.</summary>
    public static bool IsKey(JsonProperty member)
    {
        try
        {
            return IsKey(member.Name);
        }
        catch (InvalidOperationException)
        {
            return false;   // half of a surrogate pair
        }
    }
}
