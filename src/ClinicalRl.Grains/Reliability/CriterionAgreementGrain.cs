namespace ClinicalRl.Grains.Reliability;

/// <inheritdoc cref="ICriterionAgreementGrain"/>
[GrainType("criterion-agreement")]
internal sealed class CriterionAgreementGrain([PersistentState("criterion-agreement")] IPersistentState<CriterionAgreementState> kept) : Grain, ICriterionAgreementGrain
{
    public async ValueTask PutAsync(string assessment, IReadOnlyList<AgreementShare> found)
    {
        if (kept.State.Assessments.TryGetValue(assessment, out var known) && known.SequenceEqual(found))
            return;
        kept.State.Assessments[assessment] = [.. found];
        try
        {
            await kept.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }

    /// <summary>Shares are added in the order of the assessments' ids, so that the sum does not depend on who was first.</summary>
    public ValueTask<IReadOnlyList<AgreementShare>> ReadAsync(string rewardFunction) => ValueTask.FromResult<IReadOnlyList<AgreementShare>>(
    [
        .. kept.State.Assessments.OrderBy(assessment => assessment.Key, StringComparer.Ordinal).SelectMany(assessment => assessment.Value)
            .Where(share => share.RewardFunction == rewardFunction).GroupBy(share => share.Criterion, StringComparer.Ordinal)
            .OrderBy(criterion => criterion.Key, StringComparer.Ordinal)
            .Select(criterion => new AgreementShare(
                rewardFunction, criterion.Key, criterion.Sum(share => share.Agreed), criterion.Sum(share => share.Scenarios), criterion.Any(share => share.Simulated))),
    ]);
}

/// <summary>What is stored of a tenant's agreement.</summary>
[GenerateSerializer]
[Alias("clinicalrl.criterion-agreement.state")]
public sealed class CriterionAgreementState
{
    /// <summary>What each assessment found, by its id.</summary>
    [Id(0)]
    public Dictionary<string, List<AgreementShare>> Assessments { get; set; } = [];
}
