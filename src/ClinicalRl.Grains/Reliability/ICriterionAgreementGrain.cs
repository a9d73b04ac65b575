using ClinicalRl.Reports.Reliability.Figures;
using Orleans.Concurrency;

namespace ClinicalRl.Grains.Reliability;

/// <summary>How far a tenant's evaluators agree with automatic verdicts, over all its assessments; keyed by the tenant.</summary>
[Alias("clinicalrl.criterion-agreement")]
public interface ICriterionAgreementGrain : IGrainWithStringKey
{
    /// <summary>Notes what an assessment found, in the place of what it found before.</summary>
    [Alias("put")]
    ValueTask PutAsync(string assessment, IReadOnlyList<AgreementShare> found);

    /// <summary>All criteria of a reward function, the assessments added up, by criterion.</summary>
    [Alias("read")]
    [AlwaysInterleave]
    ValueTask<IReadOnlyList<AgreementShare>> ReadAsync(string rewardFunction);
}

/// <summary>How often the automatic verdict of a criterion was the evaluators'.</summary>
/// <param name="RewardFunction">Id and version of the function.</param>
/// <param name="Criterion">Id of the criterion.</param>
/// <param name="Agreed">Sum over scenarios of the share of equal verdicts.</param>
/// <param name="Scenarios">Scenarios compared.</param>
/// <param name="Simulated">Whether any evaluator is a program.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.criterion-agreement.share")]
public sealed record AgreementShare(
    [property: Id(0)] string RewardFunction, [property: Id(1)] string Criterion, [property: Id(2)] double Agreed, [property: Id(3)] int Scenarios, [property: Id(4)] bool Simulated)
{
    internal static AgreementShare Of(CriterionAgreement found) => new(found.RewardFunction, found.Criterion, found.Agreed, found.Scenarios, found.Simulated);
}
