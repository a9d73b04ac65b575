using System.Globalization;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;

namespace ClinicalRl.Service.Episodes;

/// <summary>Reads the query of <c>GET /v1/episodes</c>.</summary>
internal static class EpisodeListRequest
{
    private static readonly string[] Known = ["cursor", "limit", "environment", "label", "status"];

    /// <summary>Reads it; false with the problem.</summary>
    public static bool TryRead(IQueryCollection query, TenantId tenant, out EpisodeQuery request, out Problem? problem)
    {
        request = new EpisodeQuery(tenant.Text) { Limit = RequestLimits.DefaultPageItems };
        problem = Unknown(query);
        if (Value(query, "limit") is { } limit)
            request = int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var items) && items is >= 1 and <= RequestLimits.PageItems
                ? request with { Limit = items }
                : Refuse(ref problem, request, "limit", $"a whole number from 1 to {RequestLimits.PageItems}");
        if (Value(query, "cursor") is { } cursor)
            request = EpisodeKey.IsId(cursor) ? request with { After = cursor } : Refuse(ref problem, request, "cursor", "the 'next' of the page before");
        if (Value(query, "environment") is { } environment)
            request = environment.Length is >= 1 and <= RequestLimits.ReferenceLength
                ? request with { Environment = environment }
                : Refuse(ref problem, request, "environment", "an environment id");
        if (Value(query, "status") is { } status)
            request = EpisodeStatuses.TryParse(status, out var wanted)
                ? request with { Status = wanted }
                : Refuse(ref problem, request, "status", "one of " + string.Join(", ", EpisodeStatuses.All));
        if (Value(query, "label") is { } label)
            request = TryLabel(label, out var pair) ? request with { Label = pair } : Refuse(ref problem, request, "label", "key=value, such as run=ppo-17");
        return problem is null;
    }

    private static Problem? Unknown(IQueryCollection query)
    {
        foreach (var (name, values) in query)
        {
            if (!Known.Contains(name, StringComparer.Ordinal))
                return Problem.Invalid(JsonText.Shorten(name), "absent; the parameters are " + string.Join(", ", Known));
            if (values.Count > 1)
                return Problem.Invalid(name, "given once");
        }

        return null;
    }

    private static bool TryLabel(string text, out KeyValuePair<string, string> label)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        label = equals < 0 ? default : new KeyValuePair<string, string>(text[..equals], text[(equals + 1)..]);
        return equals >= 0 && Label.IsKey(label.Key) && label.Value.Length <= RequestLimits.LabelValueLength;
    }

    private static string? Value(IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;

    private static EpisodeQuery Refuse(ref Problem? problem, EpisodeQuery request, string field, string expected)
    {
        problem ??= Problem.Invalid(field, expected);
        return request;
    }
}
