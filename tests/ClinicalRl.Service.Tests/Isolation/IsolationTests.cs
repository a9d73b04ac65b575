using System.Net;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.Keys;

namespace ClinicalRl.Service.Tests.Isolation;

/// <summary>
/// Made of the served description: every route, with every scope that does not suffice, and with every id of other tenants wherever an id can stand. A new
/// route is looked at without a line here; one that names a new kind of thing needs a <see cref="Victim"/> that has one, or the test fails.
/// </summary>
public sealed class IsolationTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] VictimNames = ["victim-ash", "victim-elm"];

    /// <summary>Routes on things that a victim is not given, and where they are looked at instead.</summary>
    private static readonly Dictionary<string, string> LookedAtElsewhere = new(StringComparer.Ordinal)
    {
        ["/v1/assignments/{assignment}"] = "needs episodes of an environment with gold items and three qualified evaluators: AssessmentTests",
    };

    private readonly List<Victim> victims = [];
    private RunningService service = null!;
    private HttpClient stranger = null!;
    private HttpClient twin = null!;
    private IReadOnlyList<DescribedRoute> routes = null!;
    private int asked;

    public async ValueTask InitializeAsync()
    {
        service = await RunningService.StartAsync();
        (stranger, twin) = (service.Client(await TenantAsync("stranger")), service.Client(await TenantAsync("its-twin")));
        routes = await DescribedRoute.AllAsync(stranger);
        Assert.True(routes.Count > 60, $"only {routes.Count} routes are described");
        foreach (var name in VictimNames)
            victims.Add(await Victim.CreateAsync(service, name, await TenantAsync(name), routes));
    }

    public async ValueTask DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task EveryRoute_AnswersForAnothersThings_AsForNone()
    {
        var before = new List<string>();
        foreach (var victim in victims)
            before.Add(await victim.RecordAsync(routes));
        var guarded = routes.Where(route => route is { Scopes.Count: > 0, IsOfOperator: false }).ToList();
        foreach (var route in guarded.Where(route => route is { Method: "GET", NamesThings: false }))
            ShowsNothing(route, (await route.AskAsync(stranger, route.About(""))).Text, victims.SelectMany(victim => victim.Private));   // before it has named their ids itself
        foreach (var route in guarded)
        {
            foreach (var victim in victims)
            {
                foreach (var id in victim.Ids)
                    await CompareAsync(route, victim, id);
            }
        }

        for (var i = 0; i < victims.Count; i++)
            Assert.Equal(before[i], await victims[i].RecordAsync(routes));
        await EveryRouteOnThings_WorksForTheirOwnerAsync(guarded);
        output.WriteLine($"{guarded.Count} routes × {victims.Sum(victim => victim.Ids.Count)} ids of {victims.Count} other tenants, {asked} requests: 0 leaks");
    }

    [Fact]
    public async Task EveryRoute_RefusesEveryOtherScope_WhosesoeverThingIsNamed()
    {
        var keys = new Dictionary<string, HttpClient>(StringComparer.Ordinal);
        foreach (var (scope, word) in KeyScopeWords.All)
            keys[word] = service.Client(await service.AddKeyAsync(scope == KeyScopes.Operator ? TenantId.Operator.Text : "stranger", scope));
        var refused = 0;
        foreach (var route in routes.Where(route => route.Scopes.Count > 0))
        {
            Assert.Subset(keys.Keys.ToHashSet(StringComparer.Ordinal), route.Scopes.ToHashSet(StringComparer.Ordinal));
            foreach (var word in keys.Keys.Except(route.Scopes))
            {
                var answers = new List<string>();
                foreach (var id in (string[])[Victim.NobodysLike(victims[0].Ids[2]), .. victims.SelectMany(victim => victim.Ids.Take(4))])
                {
                    var answer = await route.AskAsync(keys[word], route.About(id));
                    Assert.True(answer.Status == HttpStatusCode.Forbidden && answer.Problem() == "forbidden", $"{route} with {word}: {answer.Text}");
                    answers.Add(answer.Text);
                    refused++;
                }

                Assert.Single(answers.Distinct());
            }
        }

        output.WriteLine($"{routes.Count(route => route.Scopes.Count > 0)} routes × {keys.Count} scopes × {victims.Count + 1} tenants, {refused} refusals: 0 leaks");
    }

    [Fact]
    public async Task EveryRouteThatIsNotOpen_NeedsAKey()
    {
        using var nobody = service.Client(key: null);
        foreach (var route in routes.Where(route => route.Scopes.Count > 0))
            Assert.Equal("unauthenticated", (await route.AskAsync(nobody, route.About(victims[0].Ids[2]))).Problem());
        Assert.InRange(routes.Count(route => route.Scopes.Count == 0), 1, 6);
    }

    private async Task CompareAsync(DescribedRoute route, Victim victim, string id)
    {
        var none = Victim.NobodysLike(id);
        Assert.NotEqual(id, none);
        if (route.NamesThings)
            await CompareAsync(route, victim, id, none, about => (route.About(about), null));
        foreach (var query in route.Queries)
            await CompareAsync(route, victim, id, none, about => ($"{route.About(none)}?{query}={Uri.EscapeDataString(about)}", null));
        var bodies = route.BodiesAbout(id).Zip(route.BodiesAbout(none)).ToList();
        foreach (var (foreign, nobodys) in bodies)
            await CompareAsync(route, victim, id, none, about => (route.About(none), about == id ? foreign : nobodys));
    }

    private async Task CompareAsync(DescribedRoute route, Victim victim, string id, string none, Func<string, (string Path, string? Body)> request)
    {
        var (foreign, nobodys) = (request(id), request(none));
        var answer = await route.AskAsync(stranger, foreign.Path, foreign.Body);
        var expected = await route.AskAsync(twin, nobodys.Path, nobodys.Body);   // another who has done all the same, but with nobody's ids
        asked += 2;
        var what = $"{route} with {id}, sent {foreign.Path} {foreign.Body}: {answer.Text}";
        Assert.True(answer.Status == expected.Status, $"{what}\n{expected.Text}");
        if ((int)answer.Status >= 400)
            Assert.True(answer.Text.Replace(id, none, StringComparison.Ordinal) == expected.Text, $"{what}\n{expected.Text}");
        if (route.NamesThings && foreign.Body is null && foreign.Path == route.About(id))
            Assert.True((int)answer.Status is 400 or 403 or 404 or 415, what);
        ShowsNothing(route, answer.Text, victim.Words);
    }

    private static void ShowsNothing(DescribedRoute route, string text, IEnumerable<string> words) =>
        Assert.All(words, word => Assert.False(text.Contains(word, StringComparison.Ordinal), $"{route} shows {word}"));

    /// <summary>Else the test would look at ids that no route knows. Done last, for it changes things.</summary>
    private async Task EveryRouteOnThings_WorksForTheirOwnerAsync(List<DescribedRoute> guarded)
    {
        var (victim, unknown) = (victims[0], new List<string>());
        foreach (var route in guarded.Where(route => route.NamesThings).OrderBy(route => route.Method == "GET" ? 0 : 1))
        {
            var works = false;
            foreach (var (client, id) in from client in (HttpClient[])[victim.Owner, victim.Evaluator] from id in victim.Ids select (client, id))
                works = works || (await route.AskAsync(client, route.About(id))).Status is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden);
            if (!works && !LookedAtElsewhere.Keys.Any(path => route.Path.StartsWith(path, StringComparison.Ordinal)))
                unknown.Add(route.ToString());
        }

        Assert.True(unknown.Count == 0, "Victim.CreateAsync makes nothing that these routes know: " + string.Join(", ", unknown));
    }

    private async Task<string> TenantAsync(string tenant)
    {
        using var operating = service.Client(service.Shown.OperatorKeys[0]);
        var made = await operating.PostAsync("/v1/tenants", new { tenant });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Json.GetProperty("firstKey").GetProperty("secret").GetString()!;
    }
}
