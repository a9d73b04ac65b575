using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Grains.Assessments;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Service.Tests.Hosting;
using ClinicalRl.Service.Tests.Keys;
using ClinicalRl.Testing.Corridor;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Service.Tests.Isolation;

/// <summary>A tenant that has one of everything.</summary>
public sealed class Victim
{
    private readonly List<string> ids = [];
    private readonly List<string> secrets = [];
    private string sealedEpisode = "";

    private Victim(string tenant, HttpClient owner)
    {
        (Tenant, Owner, Evaluator) = (tenant, owner, owner);
        ids.Add(tenant);
    }

    public string Tenant { get; }

    public HttpClient Owner { get; }

    /// <summary>Its evaluator, who alone answers in their own name.</summary>
    public HttpClient Evaluator { get; private set; }

    /// <summary>The public ids of what it has.</summary>
    public IReadOnlyList<string> Ids => ids;

    /// <summary>Words it wrote that nobody else ever says.</summary>
    public IReadOnlyList<string> Words => secrets;

    /// <summary>What nobody else may see unasked: its ids and those words.</summary>
    public IEnumerable<string> Private => ids.Concat(secrets);

    /// <summary>Fills a tenant: with what is written here, and with whatever else the described routes make of their own examples.</summary>
    public static async Task<Victim> CreateAsync(RunningService service, string tenant, string key, IReadOnlyList<DescribedRoute> routes)
    {
        var victim = new Victim(tenant, service.Client(key));
        Assert.True(ApiKey.TryParse(key, out var parsed));
        victim.ids.Add(parsed.PublicId());
        await victim.PlayAsync();
        await victim.WriteAsync();
        await victim.EnrolAsync(service);
        foreach (var route in routes.Where(route => route is { Method: "POST", NamesThings: false, IsOfOperator: false }))
            victim.Keep(await route.AskAsync(victim.Owner, route.About("")));
        await victim.FindSimulatedEvaluatorAsync();
        return victim;
    }

    /// <summary>An id of the same kind that nobody has.</summary>
    public static string NobodysLike(string id)
    {
        var text = id.ToCharArray();
        for (var i = Math.Max(id.LastIndexOfAny(['_', '-']) + 1, 0); i < text.Length; i++)
            text[i] = char.IsAsciiDigit(text[i]) ? (char)('0' + ((text[i] - '0' + 5) % 10)) : char.IsAsciiLetterLower(text[i]) ? (char)('a' + ((text[i] - 'a' + 3) % 6)) : text[i];
        return new string(text);
    }

    /// <summary>Everything that can be read of it, once its jobs have ended.</summary>
    public async Task<string> RecordAsync(IReadOnlyList<DescribedRoute> routes)
    {
        var (deadline, last, now) = (DateTime.UtcNow + TimeSpan.FromSeconds(120), "", await RecordOnceAsync(routes));
        while (last != now)
        {
            Assert.True(DateTime.UtcNow < deadline, $"{Tenant} does not come to rest");
            (last, now) = (now, await RecordOnceAsync(routes));
        }

        return now;
    }

    private async Task<string> RecordOnceAsync(IReadOnlyList<DescribedRoute> routes)
    {
        var all = new StringBuilder();
        foreach (var route in routes.Where(route => route is { Method: "GET", IsOfOperator: false, Scopes.Count: > 0 } && !IsOfReading(route)))
        {
            foreach (var id in route.NamesThings ? ids : [""])
            {
                var answer = await route.AskAsync(Owner, route.About(id));
                all.Append(route).Append(' ').Append(id).Append(' ').Append((int)answer.Status).Append('\n').Append(answer.Text).Append('\n');
            }
        }

        return all.ToString();
    }

    private async Task PlayAsync()
    {
        var label = Secret("label");
        foreach (var isEnded in new[] { false, true })
        {
            var made = await Owner.PostAsync("/v1/episodes", new { environment = "corridor", seed = 11, labels = new { run = label } });
            Keep(made);
            var episode = made.Json.GetProperty("episode").GetString()!;
            await Owner.MoveAsync(episode);
            if (!isEnded)
                continue;
            await Owner.FinishAsync(episode);
            await Owner.ProofAsync(episode);
            sealedEpisode = episode;
        }
    }

    private async Task WriteAsync()
    {
        var id = "own-" + Tenant;
        var document = CorridorReward.Yaml.Replace("id: corridor-reward", "id: " + id, StringComparison.Ordinal)
            .Replace("version: 1.0.0", "version: 0.1.0", StringComparison.Ordinal);   // that of the examples
        Assert.Equal(HttpStatusCode.Created, (await Owner.PostBytesAsync("/v1/reward-functions", Encoding.UTF8.GetBytes(document), "application/yaml")).Status);
        ids.Add(id);
        using var key = new LogSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var (x, y) = key.PublicKey.Coordinates();
        Assert.Equal(HttpStatusCode.Created, (await Owner.PostAsync("/v1/clinicians/keys", new { name = Secret("clinician"), register = "GMC", number = "1234567", x, y })).Status);
        ids.Add(key.PublicKey.KeyId);
        Keep(await Owner.PostAsync($"/v1/reward-functions/{id}/rescore", new { label = "run=" + secrets[0] }));
    }

    private async Task EnrolAsync(RunningService service)
    {
        var made = await Owner.MakeKeyAsync(Secret("key"), ["evaluator"]);
        ids.Add(made.Key.Key);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var enrolled = await Owner.PostAsync("/v1/evaluators", new
        {
            register = "GMC", number = "7654321", checkedOn = today.AddDays(-3).ToString("yyyy-MM-dd"), checkedBy = Secret("checker"), expiresOn = today.AddDays(300).ToString("yyyy-MM-dd"), keyId = made.Key.Key,
        });
        Assert.Equal(HttpStatusCode.Created, enrolled.Status);
        Keep(enrolled);
        Evaluator = service.Client(made.Secret);
        Assert.Equal(HttpStatusCode.OK, (await Evaluator.PostAsync(enrolled.Headers.Location + "/calibrations", new { environment = "prescribing" })).Status);
        await HandOutAsync(service, enrolled.Headers.Location!.ToString().Split('/')[^1]);
    }

    /// <summary>An assignment as if an assessment had handed it out: the environment of these tests has no gold items, so nobody qualifies for it.</summary>
    private async Task HandOutAsync(RunningService service, string evaluator)
    {
        var assignment = "asg_" + string.Concat(Tenant.Where(char.IsAsciiLetterLower)) + "abcdefghijklmnop";
        var grain = service.Services.GetRequiredService<IGrainFactory>().GetGrain<IAssignmentGrain>(AssessmentKeys.Assignment(TenantId.Parse(Tenant), assignment));
        Assert.True(await grain.HandOutAsync(new AssignmentTask
        {
            Assessment = "as_none", Evaluator = evaluator, Simulated = false, Kind = AssignmentKind.Episode, Source = sealedEpisode, Environment = "corridor", Deadline = DateTimeOffset.MaxValue, ShowRationale = false,
            HiddenNames = [],
        }));
        ids.Add(assignment);
    }

    /// <summary>Reading itself changes who has read.</summary>
    private static bool IsOfReading(DescribedRoute route) => route.Path.StartsWith("/v1/access-events", StringComparison.Ordinal);

    /// <summary>One of those whom a simulated assessment tells of, whose standing can be asked for.</summary>
    private async Task FindSimulatedEvaluatorAsync()
    {
        foreach (var assessment in ids.Where(id => id.StartsWith("sim_", StringComparison.Ordinal)).ToList())
        {
            var records = await Owner.ReadAsync($"/v1/reliability/{assessment}/records");
            foreach (var line in records.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)))
            {
                if (!line.TryGetProperty("evaluator", out var evaluator) || evaluator.ValueKind != JsonValueKind.String)
                    continue;
                ids.Add(evaluator.GetString()!);
                return;
            }
        }
    }

    /// <summary>Remembers the id of what was made.</summary>
    private void Keep(Answer made)
    {
        if ((int)made.Status is >= 200 and < 300 && made.Headers.Location is { } location)
            ids.Add(location.ToString().Split('/')[^1]);
    }

    private string Secret(string kind)
    {
        var secret = $"{kind} of {Tenant} only".Replace(' ', '-');
        secrets.Add(secret);
        return secret;
    }
}
