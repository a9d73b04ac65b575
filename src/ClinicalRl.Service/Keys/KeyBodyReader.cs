using System.Globalization;
using System.Text.Json;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Reading;

namespace ClinicalRl.Service.Keys;

/// <summary>Reads what routes on keys are sent.</summary>
internal static class KeyBodyReader
{
    private const int MaxNameLength = 100;
    private const int MaxReasonLength = 1_000;
    private const int MaxYears = 10;

    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static (string Name, KeyScopes Scopes, DateTimeOffset? Expires) ReadKey(RequestFields fields, DateTimeOffset now) =>
        (fields.Text("name", MaxNameLength), ReadScopes(fields), ReadExpiry(fields, now));

    public static string ReadReason(RequestFields fields) => fields.Text("reason", MaxReasonLength);

    private static KeyScopes ReadScopes(RequestFields fields)
    {
        var scopes = KeyScopes.None;
        if (fields.TryGet("scopes", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= KeyScopeWords.All.Count)
        {
            foreach (var item in list.EnumerateArray())
            {
                var scope = KeyScopeWords.Parse(RequestFields.TextOf(item));
                if (scope == KeyScopes.None || scopes.HasFlag(scope))
                {
                    scopes = KeyScopes.None;
                    break;
                }

                scopes |= scope;
            }
        }

        if (scopes == KeyScopes.None)
            fields.Fail("scopes", "a list of one or more of " + string.Join(", ", KeyScopes.All.Words()) + ", each once");
        return scopes;
    }

    private static DateTimeOffset? ReadExpiry(RequestFields fields, DateTimeOffset now)
    {
        if (!fields.TryGet("expires", out var value))
            return null;
        if (DateTimeOffset.TryParseExact(RequestFields.TextOf(value), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time > now && time <= now.AddYears(MaxYears))
            return time;
        fields.Fail("expires", string.Create(CultureInfo.InvariantCulture, $"a time such as 2027-01-01T00:00:00Z, in the future and within {MaxYears} years"));
        return null;
    }
}
