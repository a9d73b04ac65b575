using System.Collections.Immutable;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Grains.Tenancy;
using ClinicalRl.Reports.Trials;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Linting;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.RewardFunctions;

/// <summary>What stands against a step of a document's review, before anything is recorded.</summary>
public sealed class RewardReview(TenantRewardFunctions functions, EnvironmentCatalogue catalogue, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);   // playing policies takes seconds of a core; one document at a time leaves the others to episodes

    /// <summary>What the policies earn under a function: all of them, on the seeds every review uses.</summary>
    public async Task<PolicyScoreSheet> MeasureAsync(RewardFunction function, bool degenerateOnly = false, CancellationToken cancel = default)
    {
        var environment = EnvironmentOf(function);
        await oneAtATime.WaitAsync(cancel);
        try
        {
            var plan = new PolicyTrialPlan(PolicyTrialPlan.ReviewEpisodes) { DegenerateOnly = degenerateOnly };
            return await Task.Run(() => PolicyTrials.MeasureAsync(environment, function, plan, cancel: cancel), cancel);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Whether the policies stay under the document's ceiling.</summary>
    public ImmutableArray<Finding> CheckCeiling(RewardFunction function, PolicyScoreSheet scores) =>
        CeilingChecks.Check(function.Document, EnvironmentOf(function).Policies, scores);

    /// <summary>
    /// Every reason to refuse a new sign-off of a version in review: those of the signature itself, a key that is no longer in use, and a
    /// policy above the ceiling.
    /// </summary>
    public async Task<SignOffReport> CheckSignOffAsync(TenantId tenant, RewardFunction function, RewardVersion version, string jws, CancellationToken cancel)
    {
        var keys = await functions.KeysAsync(tenant);
        var report = SignOffCheck.Verify(jws, function.Document, keys, time.GetUtcNow());
        var findings = report.Findings.ToBuilder();
        if (report.KeyId is { } keyId && keys.Find(keyId) is { Retired: not null, Revoked: null } && !findings.Any(finding => finding.Code == "retired-key"))
            findings.Add(new SignOffFinding("retired-key", "The key was replaced; new signatures are made with the newer one."));
        if (findings.Count == 0)
        {
            var sheet = version.Scores is { } json ? PolicyScoreSheet.FromJson(json) : null;
            var scores = sheet is not null && sheet.IsOf(function, EnvironmentOf(function).Spec) ? sheet : await MeasureAsync(function, cancel: cancel);
            findings.AddRange(CheckCeiling(function, scores).Where(finding => finding.Level == FindingLevel.Error).Select(finding => new SignOffFinding(finding.Code, finding.Message)));
        }

        return report with { Findings = findings.ToImmutable() };
    }

    /// <summary>Checks the sign-offs of a version again, with what is known of the keys now.</summary>
    public async Task<ImmutableArray<SignOffReport>> VerifyAsync(TenantId tenant, RewardFunction function, RewardVersion version)
    {
        var keys = await functions.KeysAsync(tenant);
        return [.. version.SignOffs.Select(signOff => SignOffCheck.Verify(signOff.Jws, function.Document, keys, time.GetUtcNow()))];
    }

    /// <summary>The environment a function was compiled against.</summary>
    public IEnvironment EnvironmentOf(RewardFunction function) =>
        catalogue.Find(function.Document.Environment.Value) ?? throw new InvalidOperationException("A compiled function's environment is in the catalogue.");

    /// <inheritdoc/>
    public void Dispose() => oneAtATime.Dispose();
}
