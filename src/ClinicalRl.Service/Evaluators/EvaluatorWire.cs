namespace ClinicalRl.Service.Evaluators;

/// <summary>Somebody to enrol as an evaluator.</summary>
public sealed record EvaluatorBody
{
    /// <summary>GMC, NMC, GPhC or HCPC; none with <c>simulated</c>.</summary>
    public required string Register { get; init; }

    /// <summary>Registration number in the form of its register; the name of a program with <c>simulated</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Day on which the register was looked at, YYYY-MM-DD; not in the future.</summary>
    public required string CheckedOn { get; init; }

    /// <summary>Who looked, as they wish to be named.</summary>
    public required string CheckedBy { get; init; }

    /// <summary>Day after which the check must be repeated, YYYY-MM-DD; after the day of the check, at most two years.</summary>
    public required string ExpiresOn { get; init; }

    /// <summary>Specialties in words, at most 20; none when left out.</summary>
    public IReadOnlyList<string>? Specialties { get; init; }

    /// <summary>Public id of the API key with which they answer, such as key_ab12cd34ef: scope evaluator, and none that reads results. Left out, the answer holds an invitation.</summary>
    public string? KeyId { get; init; }

    /// <summary>Whether it is a program in the place of a clinician: everything that rests on it says so.</summary>
    public bool? Simulated { get; init; }
}

/// <summary>An enrolled evaluator.</summary>
public sealed record EvaluatorAnswer
{
    /// <summary>Pseudonym under which reports know them.</summary>
    public required string Evaluator { get; init; }

    /// <summary>Professional register; none for a program.</summary>
    public required string Register { get; init; }

    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>Whether it is a program.</summary>
    public required bool Simulated { get; init; }

    /// <summary>Day on which the register was looked at.</summary>
    public required string CheckedOn { get; init; }

    /// <summary>Who looked.</summary>
    public required string CheckedBy { get; init; }

    /// <summary>Day after which the check must be repeated.</summary>
    public required string ExpiresOn { get; init; }

    /// <summary>Whether the check still holds today; of a program, for which there is none, always.</summary>
    public required bool Current { get; init; }

    /// <summary>Specialties in words.</summary>
    public required IReadOnlyList<string> Specialties { get; init; }

    /// <summary>Public id of the key with which they answer; null until an invitation was taken up.</summary>
    public required string? KeyId { get; init; }

    /// <summary>When they were enrolled, UTC.</summary>
    public required DateTimeOffset Enrolled { get; init; }

    /// <summary>Public id of the key that enrolled them.</summary>
    public required string EnrolledBy { get; init; }

    /// <summary>Why they may not judge for now; null when they may.</summary>
    public required SuspensionAnswer? Suspended { get; init; }

    /// <summary>What keeps them from judging some episodes.</summary>
    public required IReadOnlyList<ConflictAnswer> Conflicts { get; init; }

    /// <summary>Until when the invitation can be taken up; null when there is none.</summary>
    public required DateTimeOffset? InvitedUntil { get; init; }

    /// <summary>The invitation, shown this once to whoever made it; else null.</summary>
    public string? Invitation { get; init; }
}

/// <summary>That somebody may not judge for now.</summary>
public sealed record SuspensionAnswer
{
    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Public id of the key that said so.</summary>
    public required string By { get; init; }
}

/// <summary>A conflict of interest.</summary>
public sealed record ConflictAnswer
{
    /// <summary>reward-function, customer, episode or label.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about; empty for the customer.</summary>
    public required string Value { get; init; }

    /// <summary>Public id of the key that declared it.</summary>
    public required string DeclaredBy { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Declared { get; init; }
}

/// <summary>A conflict of interest to declare.</summary>
public sealed record ConflictBody
{
    /// <summary>reward-function (wrote or signed it), customer (works for it), episode or label.</summary>
    public required string Kind { get; init; }

    /// <summary>Id of the function or of the episode, or key=value of the label; left out for the customer.</summary>
    public string? Value { get; init; }
}

/// <summary>Why somebody may not judge.</summary>
public sealed record SuspensionBody
{
    /// <summary>In words, at most 500 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>A look at a register.</summary>
public sealed record CheckBody
{
    /// <summary>Day, YYYY-MM-DD; not in the future.</summary>
    public required string CheckedOn { get; init; }

    /// <summary>Who looked, as they wish to be named.</summary>
    public required string CheckedBy { get; init; }

    /// <summary>Day after which it must be repeated, YYYY-MM-DD; after the day of the check, at most two years.</summary>
    public required string ExpiresOn { get; init; }
}

/// <summary>An invitation to make.</summary>
public sealed record InviteBody
{
    /// <summary>Days for which it can be taken up, 1 to 60; 14 when left out.</summary>
    public int? Days { get; init; }
}

/// <summary>A retest to demand.</summary>
public sealed record RetestBody
{
    /// <summary>Why, in words, at most 500 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>An invitation to take up.</summary>
public sealed record InvitationBody
{
    /// <summary>The invitation, as it was shown.</summary>
    public required string Invitation { get; init; }
}

/// <summary>The key that an invitation gave.</summary>
public sealed record InvitationAnswer
{
    /// <summary>Pseudonym of the evaluator.</summary>
    public required string Evaluator { get; init; }

    /// <summary>The API key, shown this once.</summary>
    public required string Key { get; init; }

    /// <summary>Its public id.</summary>
    public required string KeyId { get; init; }
}

/// <summary>All evaluators of the tenant.</summary>
public sealed record EvaluatorList
{
    /// <summary>The evaluators, oldest first.</summary>
    public required IReadOnlyList<EvaluatorAnswer> Items { get; init; }
}
