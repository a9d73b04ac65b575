using System.Globalization;
using ClinicalRl.Service.Problems;

namespace ClinicalRl.Service.Reading;

/// <summary>
/// The parameters of a query, each read with its type and range. The first thing wrong is kept in <see cref="Problem"/>; what is read after it is
/// meaningless.
/// </summary>
internal sealed class QueryFields
{
    private readonly IQueryCollection query;

    /// <summary>Refuses parameters that are not <paramref name="known"/> or are given twice.</summary>
    public QueryFields(IQueryCollection query, params ReadOnlySpan<string> known)
        : this(query, repeatable: null, known)
    {
    }

    private QueryFields(IQueryCollection query, string? repeatable, ReadOnlySpan<string> known)
    {
        this.query = query;
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
                Fail(JsonText.Shorten(name), "absent; the parameters are " + string.Join(", ", known));
            else if (values.Count > 1 && name != repeatable)
                Fail(name, "given once");
        }
    }

    /// <summary>The same, but <paramref name="repeatable"/>, which is one of <paramref name="known"/>, may be given several times.</summary>
    public static QueryFields Repeating(IQueryCollection query, string repeatable, params ReadOnlySpan<string> known) => new(query, repeatable, known);

    /// <summary>The first thing wrong, or null.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>A text; null when left out.</summary>
    public string? Text(string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Every text given of a name; empty when left out.</summary>
    public IReadOnlyList<string> Texts(string name) => query.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>; null when left out.</summary>
    public long? Number(string name, long min, long max)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Fail(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));
        return null;
    }

    /// <summary>A date or a time; null when left out.</summary>
    public DateTimeOffset? Time(string name) => TimeText.Read(name, Text(name), Fail);

    /// <summary>Keeps a problem unless there is an earlier one.</summary>
    public void Fail(string name, string expected) => Problem ??= Problem.Invalid(name, expected);
}
