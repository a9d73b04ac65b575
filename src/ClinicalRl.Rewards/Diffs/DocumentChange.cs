using System.Text.Json;

namespace ClinicalRl.Rewards.Diffs;

/// <summary>One change of meaning between two documents.</summary>
/// <param name="What">What changed: a key such as <c>weight</c>, or <c>criterion</c> or <c>source</c> when the whole was added or removed.</param>
/// <param name="Of">Id of the criterion or source concerned; null when it is the document itself.</param>
/// <param name="Before">What it was, as written; null when it was not there.</param>
/// <param name="After">What it is; null when it is gone.</param>
public sealed record DocumentChange(string What, string? Of, string? Before, string? After)
{
    /// <summary>The change in words, such as <c>weight of seen-in-time: 4 → 8</c>.</summary>
    public override string ToString()
    {
        var subject = Of is null ? What : What is "criterion" or "source" ? $"{What} {Of}" : $"{What} of {Of}";
        return (Before, After) switch
        {
            (null, _) => $"{subject} added: {After}",
            (_, null) => $"{subject} removed; it was: {Before}",
            _ => $"{subject}: {Before} → {After}",
        };
    }

    /// <summary>Writes <c>{"what", "of", "before", "after", "sentence"}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("what"u8, What);
        writer.WriteString("of"u8, Of);
        writer.WriteString("before"u8, Before);
        writer.WriteString("after"u8, After);
        writer.WriteString("sentence"u8, ToString());
        writer.WriteEndObject();
    }
}
