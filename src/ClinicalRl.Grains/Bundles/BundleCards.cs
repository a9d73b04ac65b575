using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.RewardFunctions;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Reports.Bundles;
using ClinicalRl.Reports.Environments;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Bundles;

/// <summary>The environments and reward functions that a bundle's logs name, with their cards, documents and sign-offs.</summary>
/// <param name="Environments">By id and version.</param>
/// <param name="RewardFunctions">By id, version and hash.</param>
/// <param name="Runnable">Those functions that this service can run, each with its environment.</param>
internal sealed record BundleCards(ImmutableArray<BundleEnvironment> Environments, ImmutableArray<BundleRewardFunction> RewardFunctions, ImmutableArray<(RewardFunction Function, IEnvironment Environment)> Runnable)
{
    /// <summary>Adds them to a bundle.</summary>
    public static async ValueTask<BundleCards> AddAsync(BundleParts parts, BundleWriter writer, string tenant, IReadOnlyCollection<RunLogHeader> headers, CancellationToken cancel)
    {
        var environments = ImmutableArray.CreateBuilder<BundleEnvironment>();
        foreach (var group in headers.GroupBy(header => (header.Environment, header.Version, header.ContentHash)).OrderBy(group => group.Key.Environment, StringComparer.Ordinal).ThenBy(group => group.Key.Version, StringComparer.Ordinal))
            environments.Add(await AddEnvironmentAsync(parts, writer, group.Key, group.Count(), cancel));
        var functions = ImmutableArray.CreateBuilder<BundleRewardFunction>();
        var runnable = ImmutableArray.CreateBuilder<(RewardFunction, IEnvironment)>();
        var identities = headers.GroupBy(header => header.RewardFunction with { Status = "" })
            .OrderBy(group => group.Key.Id, StringComparer.Ordinal).ThenBy(group => group.Key.Version, StringComparer.Ordinal).ThenBy(group => group.Key.Hash, StringComparer.Ordinal);
        foreach (var group in identities)
        {
            var (function, run) = await AddRewardFunctionAsync(parts, writer, TenantId.Parse(tenant), group.Last().RewardFunction, group.Count(), cancel);
            functions.Add(function);
            if (run is not null && parts.Catalogue.Find(run.Document.Environment.Value) is { } environment)
                runnable.Add((run, environment));
        }

        return new BundleCards(environments.ToImmutable(), functions.ToImmutable(), runnable.ToImmutable());
    }

    private static async ValueTask<BundleEnvironment> AddEnvironmentAsync(
        BundleParts parts, BundleWriter writer, (string Id, string Version, string ContentHash) recorded, int episodes, CancellationToken cancel)
    {
        string? card = null;
        if (parts.Catalogue.Find(recorded.Id) is { } environment && environment.Spec.ContentHash == recorded.ContentHash)
        {
            card = $"environments/{recorded.Id}-{recorded.Version}.md";
            var scores = parts.Functions.Shipped.Find(environment.Spec.DefaultRewardFunction) is { } function ? PolicyScoreSheet.For(function, environment.Spec) : null;
            await writer.AddAsync(card, EnvironmentCard.Of(environment, scores), cancel);
        }

        return new BundleEnvironment(recorded.Id, recorded.Version, recorded.ContentHash, episodes, card);
    }

    private static async ValueTask<(BundleRewardFunction, RewardFunction?)> AddRewardFunctionAsync(
        BundleParts parts, BundleWriter writer, TenantId tenant, RewardIdentity recorded, int episodes, CancellationToken cancel)
    {
        var name = $"{BundleNames.RewardFunctions}{recorded.Id}@{recorded.Version}";
        if (writer.Files.ContainsKey(name + ".yaml"))
            name += "-" + recorded.Hash[..8];   // another draft of the same version
        var shipped = parts.Functions.Shipped.Find($"{recorded.Id}@{recorded.Version}") is { } known && known.Hash == recorded.Hash ? known : null;
        var version = shipped is null && await parts.Functions.FindVersionAsync(tenant, $"{recorded.Id}@{recorded.Version}") is { } found && found.Hash == recorded.Hash ? found : null;
        var function = shipped ?? await parts.Functions.CompileAsync(tenant, recorded.Hash);
        var status = await parts.Functions.StatusNowAsync(tenant.Text, recorded);
        if (function is null)
            return (new BundleRewardFunction(recorded, episodes, status?.Word(), version?.SignOffs.Length ?? 0, null, null), null);
        function = status is { } now ? function.WithStatus(now) : function;
        await writer.AddAsync(name + ".yaml", function.Document.Bytes, cancel);
        var content = version is not null ? await parts.Rewards.CardAsync(tenant, new TenantFunction(recorded.Id, version, function))
            : parts.Catalogue.Find(function.Document.Environment.Value) is { } environment ? RewardCardContent.Of(function, environment) : null;
        if (content is not null)
            await writer.AddAsync(name + ".html", RewardCardPage.Render(content), cancel);
        var changes = content?.Previous is not null ? name + ".changes.md" : null;
        if (changes is not null)
            await writer.AddAsync(changes, RewardChanges.Render(recorded.Id, content!.Previous!, function.Document), cancel);
        if (version is { SignOffs.Length: > 0 })
            await AddSignOffsAsync(parts, writer, name, tenant, version, cancel);
        return (new BundleRewardFunction(recorded, episodes, status?.Word(), version?.SignOffs.Length ?? 0, name + ".yaml", content is null ? null : name + ".html", changes), function);
    }

    /// <summary>The signatures as they were given, and the keys that check them: any JOSE library can.</summary>
    private static async ValueTask AddSignOffsAsync(BundleParts parts, BundleWriter writer, string name, TenantId tenant, RewardVersion version, CancellationToken cancel)
    {
        var records = version.SignOffs.Select(signOff => new { jws = signOff.Jws, keyId = signOff.KeyId, submittedBy = signOff.SubmittedBy, accepted = RunLogTime.Write(signOff.Accepted) });
        await writer.AddAsync(name + ".sign-offs.json", JsonSerializer.SerializeToUtf8Bytes(new { hash = version.Hash, signOffs = records }, JsonSerializerOptions.Web), cancel);
        const string Keys = BundleNames.RewardFunctions + "clinicians.jwks.json";
        if (!writer.Files.ContainsKey(Keys))
            await writer.AddAsync(Keys, (await parts.Functions.KeysAsync(tenant)).ToJson(), cancel);
    }
}
