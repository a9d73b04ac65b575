using System.Text.Json;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Reading;

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

    /// <summary>The member <c>labels</c>, sorted by key; empty when left out.</summary>
    public static List<KeyValuePair<string, string>> ListOf(RequestFields fields, string path)
    {
        var labels = new List<KeyValuePair<string, string>>();
        var at = path.Length == 0 ? "labels" : path + ".labels";
        if (!fields.TryGet("labels", out var element))
            return labels;
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() > RequestLimits.Labels)
        {
            fields.Fail(at, $"an object of at most {RequestLimits.Labels} labels");
            return labels;
        }

        foreach (var label in element.EnumerateObject())
        {
            var name = RequestFields.NameOf(label);
            if (!IsKey(label))
                fields.Fail($"{at}.{name}", KeyRule);
            else if (RequestFields.TextOf(label.Value) is { } value && value.Length <= RequestLimits.LabelValueLength && !value.Contains('\0', StringComparison.Ordinal))
                labels.Add(new KeyValuePair<string, string>(label.Name, value));
            else
                fields.Fail($"{at}.{name}", $"a string of at most {RequestLimits.LabelValueLength} characters, none of them NUL");
        }

        labels.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return labels;
    }
}
