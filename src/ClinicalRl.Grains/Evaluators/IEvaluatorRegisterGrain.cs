namespace ClinicalRl.Grains.Evaluators;

/// <summary>A tenant's evaluators, keyed by the tenant, and how often each gold item was shown to any of them.</summary>
[Alias("clinicalrl.evaluators")]
public interface IEvaluatorRegisterGrain : IGrainWithStringKey
{
    /// <summary>All evaluators, oldest first.</summary>
    [Alias("list")]
    ValueTask<IReadOnlyList<EnrolledEvaluator>> ListAsync();

    /// <summary>One evaluator; null when there is none of that id.</summary>
    [Alias("find")]
    ValueTask<EnrolledEvaluator?> FindAsync(string evaluator);

    /// <summary>
    /// Enrols a person. Repeating the same is harmless; somebody who is enrolled is not enrolled again with anything else. The refusal is a sentence, else null.
    /// </summary>
    [Alias("enrol")]
    ValueTask<Enrolment> EnrolAsync(NewEvaluator evaluator);

    /// <summary>How often each gold item was shown.</summary>
    [Alias("exposures")]
    ValueTask<IReadOnlyDictionary<string, int>> ExposuresAsync();

    /// <summary>Counts items that were shown once more.</summary>
    [Alias("expose")]
    ValueTask ExposeAsync(IReadOnlyList<string> items);
}

/// <summary>Somebody to enrol: what is needed to find them on their register, and nothing else about the person.</summary>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.evaluators.new")]
public sealed record NewEvaluator
{
    /// <summary>Professional register.</summary>
    [Id(0)]
    public required string Register { get; init; }

    /// <summary>Registration number.</summary>
    [Id(1)]
    public required string Number { get; init; }

    /// <summary>Day on which the register was looked at.</summary>
    [Id(2)]
    public required DateOnly CheckedOn { get; init; }

    /// <summary>Who looked, as they wish to be named.</summary>
    [Id(3)]
    public required string CheckedBy { get; init; }

    /// <summary>Day after which the check must be repeated.</summary>
    [Id(4)]
    public required DateOnly ExpiresOn { get; init; }

    /// <summary>Specialties, in words.</summary>
    [Id(5)]
    public required IReadOnlyList<string> Specialties { get; init; }

    /// <summary>Public id of the API key with which the evaluator answers.</summary>
    [Id(6)]
    public required string KeyId { get; init; }

    /// <summary>Public id of the API key that enrolled them.</summary>
    [Id(7)]
    public required string EnrolledBy { get; init; }
}

/// <summary>An enrolled evaluator.</summary>
/// <param name="Id">Pseudonym under which reports know them, such as <c>ev_ab12cd34ef</c>.</param>
/// <param name="Who">Who it is.</param>
/// <param name="Enrolled">When.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.evaluators.enrolled")]
public sealed record EnrolledEvaluator([property: Id(0)] string Id, [property: Id(1)] NewEvaluator Who, [property: Id(2)] DateTimeOffset Enrolled)
{
    /// <summary>Whether the check of the register still holds on a day.</summary>
    public bool IsCurrent(DateOnly day) => day <= Who.ExpiresOn;
}

/// <summary>What came of enrolling.</summary>
/// <param name="Evaluator">The evaluator; null when refused.</param>
/// <param name="IsNew">Whether it is new.</param>
/// <param name="Refusal">Why it was refused, or null.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.evaluators.enrolment")]
public sealed record Enrolment([property: Id(0)] EnrolledEvaluator? Evaluator, [property: Id(1)] bool IsNew, [property: Id(2)] string? Refusal);
