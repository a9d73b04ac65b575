using System.Globalization;
using System.Text.Json;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Grains.Usage;
using ClinicalRl.Service.Answers;
using ClinicalRl.Service.Hosting;
using ClinicalRl.Service.OpenApi;
using ClinicalRl.Service.Problems;
using ClinicalRl.Service.Reading;
using ClinicalRl.Service.Tenancy;

namespace ClinicalRl.Service.Usage;

/// <summary>What tenants used, by day.</summary>
internal static class UsageApi
{
    private const string Form = "yyyy-MM-dd";
    private const int MaxDays = 366;
    private const int UsualDays = 30;

    private static readonly DateOnly Epoch = new(1970, 1, 1);

    private static RouteDescription Own { get; } = new()
    {
        Id = "getUsage",
        Summary = "Read what the tenant used",
        Text = "Episodes begun, steps recorded, episodes sealed and bytes, by UTC day. Counted by the transactions that record them: the sums equal the journal, after any crash too. Needs the scope admin or auditor.",
        Answer = typeof(UsageAnswer),
        Problems = [ProblemKind.InvalidRequest],
        Parameters =
        [
            new("from", IsHeader: false, IsNumber: false, "First day, YYYY-MM-DD; 29 days before 'to' when left out."),
            new("to", IsHeader: false, IsNumber: false, "Last day, inclusive, at most 366 days after 'from'; today when left out."),
        ],
    };

    private static RouteDescription OfTenant { get; } = Own with
    {
        Id = "getTenantUsage",
        Summary = "Read what a tenant used",
        Text = "The same of any tenant. Needs the scope operator.",
        Problems = [ProblemKind.InvalidRequest, ProblemKind.NotFound],
    };

    /// <summary>Maps <c>/v1/usage</c>, and the same of a tenant for the operator.</summary>
    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usage", (HttpContext context, JournalUsage usage, TimeProvider time) => ReadAsync(context.Caller().Tenant, context, usage, time))
            .WithTags("Usage").Guarded(KeyScopes.Admin | KeyScopes.Auditor).Describe(Own);
        routes.MapGet("/v1/tenants/{tenant}/usage", ReadOfAsync).WithTags("Tenants").Guarded(KeyScopes.Operator).Describe(OfTenant);
    }

    private static async Task<IResult> ReadOfAsync(string tenant, HttpContext context, JournalUsage usage, IGrainFactory grains, TimeProvider time) =>
        TenantId.TryParse(tenant, out var id) && await grains.GetGrain<ITenantGrain>(tenant).ReadAsync() is not null
            ? await ReadAsync(id, context, usage, time)
            : Problem.NotFound("tenant");

    private static async Task<IResult> ReadAsync(TenantId tenant, HttpContext context, JournalUsage usage, TimeProvider time)
    {
        var fields = new QueryFields(context.Request.Query, "from", "to");
        var last = ReadDay(fields, "to") ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = ReadDay(fields, "from") ?? last.AddDays(1 - UsualDays);
        if (first > last || last.DayNumber - first.DayNumber >= MaxDays)
            fields.Fail("from", string.Create(CultureInfo.InvariantCulture, $"a day not after 'to', and less than {MaxDays} days before it"));
        if (fields.Problem is not null)
            return fields.Problem;
        try
        {
            var days = await usage.DaysAsync(tenant.Text, first.DayNumber - Epoch.DayNumber, last.DayNumber - Epoch.DayNumber);
            var ever = await usage.TotalAsync(tenant.Text);
            return Json(new UsageAnswer
            {
                Tenant = tenant.Text, From = Text(first), To = Text(last), Days = [.. days.Select(Show)], Total = Sum(days), LiveEpisodes = ever.Begun - ever.Sealed, StoredBytes = ever.Bytes,
            });
        }
        catch (JournalUnavailableException)
        {
            return new Problem(ProblemKind.Unavailable, "The journal did not answer in time; the same request may be repeated.");
        }
    }

    private static UsageDayAnswer Show(UsageDay day) => new()
    {
        Day = Text(Epoch.AddDays(day.Day)), EpisodesBegun = day.Count.Begun, StepsRecorded = day.Count.Steps, EpisodesSealed = day.Count.Sealed, Bytes = day.Count.Bytes,
    };

    private static UsageCountAnswer Sum(IEnumerable<UsageDay> days)
    {
        var sum = days.Aggregate(default(UsageCount), static (sum, day) => sum + day.Count);
        return new UsageCountAnswer { EpisodesBegun = sum.Begun, StepsRecorded = sum.Steps, EpisodesSealed = sum.Sealed, Bytes = sum.Bytes };
    }

    private static DateOnly? ReadDay(QueryFields fields, string name)
    {
        if (fields.Text(name) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and < 9000)
            return day;
        fields.Fail(name, "a day, YYYY-MM-DD");
        return null;
    }

    private static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    private static JsonBytes Json(UsageAnswer answer) => new(JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web));
}
