namespace ClinicalRl.Statistics.Streams;

/// <summary>Which of two events about the same thing is the later: by sequence number, then by id.</summary>
/// <param name="Sequence">Number of the event in its stream.</param>
/// <param name="EventId">Its id; an event delivered twice has the same one.</param>
public readonly record struct Revision(long Sequence, string EventId) : IComparable<Revision>
{
    /// <inheritdoc/>
    public int CompareTo(Revision other) =>
        Sequence != other.Sequence ? Sequence.CompareTo(other.Sequence) : string.CompareOrdinal(EventId, other.EventId);

    /// <summary>Whether the left came before.</summary>
    public static bool operator <(Revision left, Revision right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left came after.</summary>
    public static bool operator >(Revision left, Revision right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left did not come after.</summary>
    public static bool operator <=(Revision left, Revision right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left did not come before.</summary>
    public static bool operator >=(Revision left, Revision right) => left.CompareTo(right) >= 0;
}

/// <summary>What an event changed.</summary>
/// <param name="IsNew">Whether it counts: it is the latest known of its key.</param>
/// <param name="HasReplaced">Whether an earlier value was in its place.</param>
/// <param name="Replaced">That value.</param>
public readonly record struct RevisionEffect<TValue>(bool IsNew, bool HasReplaced, TValue Replaced);

/// <summary>
/// The latest value of each key, whatever the order in which events arrive and however often: what was delivered twice or overtaken changes
/// nothing. Not for several threads at once.
/// </summary>
public sealed class LatestRevisions<TKey, TValue>
    where TKey : notnull
    where TValue : struct
{
    private readonly Dictionary<TKey, (Revision Revision, TValue Value)> latest = [];

    /// <summary>Number of keys.</summary>
    public int Count => latest.Count;

    /// <summary>The latest value of each key, in no order: sort before adding anything up.</summary>
    public IEnumerable<TValue> Values => latest.Values.Select(held => held.Value);

    /// <summary>Takes an event in and says what it changed.</summary>
    public RevisionEffect<TValue> Accept(TKey key, Revision revision, TValue value)
    {
        ref var held = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(latest, key, out var isKnown);
        if (isKnown && revision <= held.Revision)
            return default;
        var effect = new RevisionEffect<TValue>(true, isKnown, held.Value);
        held = (revision, value);
        return effect;
    }
}
