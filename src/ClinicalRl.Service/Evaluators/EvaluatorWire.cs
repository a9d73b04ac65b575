namespace ClinicalRl.Service.Evaluators;

/// <summary>Somebody to enrol as an evaluator.</summary>
public sealed record EvaluatorBody
{
    /// <summary>GMC, NMC, GPhC or HCPC.</summary>
    public required string Register { get; init; }

    /// <summary>Registration number in the form of its register.</summary>
    public required string Number { get; init; }

    /// <summary>Day on which the register was looked at, YYYY-MM-DD; not in the future.</summary>
    public required string CheckedOn { get; init; }

    /// <summary>Who looked, as they wish to be named.</summary>
    public required string CheckedBy { get; init; }

    /// <summary>Day after which the check must be repeated, YYYY-MM-DD; after the day of the check, at most two years.</summary>
    public required string ExpiresOn { get; init; }

    /// <summary>Specialties in words, at most 20; none when left out.</summary>
    public IReadOnlyList<string>? Specialties { get; init; }

    /// <summary>Public id of the API key (scope evaluator) with which they answer, such as key_ab12cd34ef.</summary>
    public required string KeyId { get; init; }
}

/// <summary>An enrolled evaluator.</summary>
public sealed record EvaluatorAnswer
{
    /// <summary>Pseudonym under which reports know them.</summary>
    public required string Evaluator { get; init; }

    /// <summary>Professional register.</summary>
    public required string Register { get; init; }

    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>Day on which the register was looked at.</summary>
    public required string CheckedOn { get; init; }

    /// <summary>Who looked.</summary>
    public required string CheckedBy { get; init; }

    /// <summary>Day after which the check must be repeated.</summary>
    public required string ExpiresOn { get; init; }

    /// <summary>Whether the check still holds today.</summary>
    public required bool Current { get; init; }

    /// <summary>Specialties in words.</summary>
    public required IReadOnlyList<string> Specialties { get; init; }

    /// <summary>Public id of the key with which they answer.</summary>
    public required string KeyId { get; init; }

    /// <summary>When they were enrolled, UTC.</summary>
    public required DateTimeOffset Enrolled { get; init; }

    /// <summary>Public id of the key that enrolled them.</summary>
    public required string EnrolledBy { get; init; }
}

/// <summary>All evaluators of the tenant.</summary>
public sealed record EvaluatorList
{
    /// <summary>The evaluators, oldest first.</summary>
    public required IReadOnlyList<EvaluatorAnswer> Items { get; init; }
}
