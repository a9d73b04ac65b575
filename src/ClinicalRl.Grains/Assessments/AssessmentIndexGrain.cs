using System.Globalization;

namespace ClinicalRl.Grains.Assessments;

/// <inheritdoc cref="IAssessmentIndexGrain"/>
[GrainType("assessments")]
internal sealed class AssessmentIndexGrain([PersistentState("assessments")] IPersistentState<AssessmentIndexState> index) : Grain, IAssessmentIndexGrain
{
    /// <summary>Most assessments that take answers at once: each is asked whenever an evaluator looks at the desk.</summary>
    public const int MaxOpen = 50;

    private const int MaxAll = 10_000;

    public async ValueTask<string?> AddAsync(string assessment)
    {
        if (index.State.All.Contains(assessment))
            return null;
        if (index.State.Open.Count >= MaxOpen)
            return string.Create(CultureInfo.InvariantCulture, $"At most {MaxOpen} assessments may be open at once; end one first.");
        if (index.State.All.Count >= MaxAll)
            return string.Create(CultureInfo.InvariantCulture, $"A tenant has at most {MaxAll} assessments.");
        index.State.All.Insert(0, assessment);
        index.State.Open.Insert(0, assessment);
        await StoreAsync();
        return null;
    }

    public async ValueTask EndedAsync(string assessment)
    {
        if (index.State.Open.Remove(assessment))
            await StoreAsync();
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(bool open) => ValueTask.FromResult<IReadOnlyList<string>>([.. open ? index.State.Open : index.State.All]);

    private async Task StoreAsync()
    {
        try
        {
            await index.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();   // what memory holds was not stored: read it again
            throw;
        }
    }
}

/// <summary>What is stored of a tenant's assessments.</summary>
[GenerateSerializer]
[Alias("clinicalrl.assessments.state")]
public sealed class AssessmentIndexState
{
    /// <summary>All, newest first.</summary>
    [Id(0)]
    public List<string> All { get; set; } = [];

    /// <summary>Those that take answers, newest first.</summary>
    [Id(1)]
    public List<string> Open { get; set; } = [];
}
