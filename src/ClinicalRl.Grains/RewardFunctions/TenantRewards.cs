using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Cards;
using ClinicalRl.Rewards.Scores;

namespace ClinicalRl.Grains.RewardFunctions;

/// <summary>A tenant's version with its compiled function.</summary>
/// <param name="Id">Id of the function.</param>
/// <param name="Version">The version.</param>
/// <param name="Function">Its function, with its status now.</param>
public sealed record TenantFunction(string Id, RewardVersion Version, RewardFunction Function);

/// <summary>What is read of a tenant's reward functions.</summary>
public sealed class TenantRewards(TenantRewardFunctions functions, RewardReview review, IGrainFactory grains)
{
    /// <summary>The tenant's own version that <paramref name="id"/> and <paramref name="version"/> ask for; null when there is none.</summary>
    public async Task<TenantFunction?> FindAsync(TenantId tenant, string id, string? version = null)
    {
        if (await functions.FindVersionAsync(tenant, version is null ? id : $"{id}@{version}") is not { } found || await functions.CompileAsync(tenant, found.Hash) is not { } function)
            return null;
        return new TenantFunction(function.Id, found, function.WithStatus(await functions.StatusAsync(tenant, found)));
    }

    /// <summary>Every version of every function the tenant has, by id and then version.</summary>
    public async Task<IReadOnlyList<(string Id, RewardVersion Version, RewardStatus Status)>> ListAsync(TenantId tenant)
    {
        var all = new List<(string, RewardVersion, RewardStatus)>();
        foreach (var id in await grains.GetGrain<IRewardIndexGrain>(tenant.Text).ListAsync())
        {
            foreach (var version in await functions.Function(tenant, id).ListAsync())
                all.Add((id, version, await functions.StatusAsync(tenant, version)));
        }

        return all;
    }

    /// <summary>What the card of a version shows: its scores when they were measured, its sign-offs, and what changed since the version before.</summary>
    public async Task<RewardCardContent> CardAsync(TenantId tenant, TenantFunction found)
    {
        var environment = review.EnvironmentOf(found.Function);
        var scores = found.Version.Scores is { } json ? PolicyScoreSheet.FromJson(json) : null;
        var before = (await functions.Function(tenant, found.Id).ListAsync()).TakeWhile(version => version.Version != found.Version.Version).LastOrDefault();
        return RewardCardContent.Of(found.Function, environment) with
        {
            Scores = scores is not null && scores.IsOf(found.Function, environment.Spec) ? scores : null,
            Previous = before is null ? null : (await functions.CompileAsync(tenant, before.Hash))?.Document,
            SignOffs = [.. (await review.VerifyAsync(tenant, found.Function, found.Version)).Select(Show)],
        };
    }

    private static CardSignOff Show(SignOffReport report)
    {
        var finding = report.IsValid ? "valid" : "refused: " + string.Join(" ", report.Findings.Select(finding => finding.Detail));
        return report.Statement is { } stated
            ? new CardSignOff(
                stated.Signer.Name, $"{stated.Signer.Register} {stated.Signer.Number}", stated.CheckedOnText, stated.SignedAtText, stated.Scope, stated.Statement, finding)
            : new CardSignOff("unreadable", "", "", "", "", "", finding);
    }
}
