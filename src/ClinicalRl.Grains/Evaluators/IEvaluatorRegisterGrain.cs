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

    /// <summary>The evaluator who answers with a key; null when there is none.</summary>
    [Alias("find-by-key")]
    ValueTask<EnrolledEvaluator?> FindByKeyAsync(string keyId);

    /// <summary>Keeps somebody from judging, or lets them again when there is no reason; null when there is nobody of that id.</summary>
    [Alias("suspend")]
    ValueTask<EnrolledEvaluator?> SuspendAsync(string evaluator, string? reason, string actor);

    /// <summary>Notes a conflict of interest, for good; one that is there already is not noted twice. Null when there is nobody of that id; a sentence when there is no room.</summary>
    [Alias("declare-conflict")]
    ValueTask<ConflictDeclaration> DeclareAsync(string evaluator, DeclaredConflict conflict);

    /// <summary>Repeats the check of the register: other days and whoever looked. Null when there is nobody of that id.</summary>
    [Alias("renew-check")]
    ValueTask<EnrolledEvaluator?> RenewAsync(string evaluator, RegisterCheck check);

    /// <summary>Gives somebody who has not got a key yet a new invitation for some days, which ends the one before; null when there is nobody of that id, or they have a key.</summary>
    [Alias("invite")]
    ValueTask<EnrolledEvaluator?> InviteAsync(string evaluator, byte[] hash, int days);

    /// <summary>Takes an invitation up with a key, once, in time; null when there is none of this hash.</summary>
    [Alias("accept-invitation")]
    ValueTask<EnrolledEvaluator?> AcceptAsync(byte[] hash, string keyId);

    /// <summary>Ids of the gold trajectories that were shown to somebody.</summary>
    [Alias("traces-shown")]
    ValueTask<IReadOnlyList<string>> TracesShownAsync(string evaluator);

    /// <summary>Notes gold trajectories that are shown to somebody; those noted before are not counted again.</summary>
    [Alias("show-traces")]
    ValueTask ShowTracesAsync(string evaluator, IReadOnlyList<string> traces);

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

    /// <summary>Public id of the API key with which the evaluator answers; empty until an invitation was taken up.</summary>
    [Id(6)]
    public required string KeyId { get; init; }

    /// <summary>Public id of the API key that enrolled them.</summary>
    [Id(7)]
    public required string EnrolledBy { get; init; }

    /// <summary>Whether it is a program in the place of a clinician.</summary>
    [Id(8)]
    public bool Simulated { get; init; }
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
    /// <summary>Why they may not judge for now, or null.</summary>
    [Id(3)]
    public EvaluatorSuspension? Suspended { get; init; }

    /// <summary>What keeps them from judging some episodes. An array, since grain storage writes the name of the type it finds.</summary>
    [Id(4)]
    public DeclaredConflict[] Conflicts { get; init; } = [];

    /// <summary>SHA-256 of the invitation that was not taken up yet, or null.</summary>
    [Id(5)]
    public byte[]? Invitation { get; init; }

    /// <summary>Until when the invitation can be taken up, or null.</summary>
    [Id(6)]
    public DateTimeOffset? InvitedUntil { get; init; }

    /// <summary>Whether the check of the register still holds on a day; a program is on none.</summary>
    public bool IsCurrent(DateOnly day) => Who.Simulated || day <= Who.ExpiresOn;
}

/// <summary>That somebody may not judge for now.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Since">Since when.</param>
/// <param name="By">Public id of the API key that said so.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.evaluators.suspension")]
public sealed record EvaluatorSuspension([property: Id(0)] string Reason, [property: Id(1)] DateTimeOffset Since, [property: Id(2)] string By);

/// <summary>A conflict of interest as it was declared.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Value">What it is about; empty for the customer.</param>
/// <param name="By">Public id of the API key that declared it.</param>
/// <param name="At">When.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.evaluators.conflict")]
public sealed record DeclaredConflict([property: Id(0)] string Kind, [property: Id(1)] string Value, [property: Id(2)] string By, [property: Id(3)] DateTimeOffset At);

/// <summary>What came of declaring a conflict.</summary>
/// <param name="Evaluator">The evaluator; null when there is none, or no room.</param>
/// <param name="Refusal">Why it was refused, or null.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.evaluators.declaration")]
public sealed record ConflictDeclaration([property: Id(0)] EnrolledEvaluator? Evaluator, [property: Id(1)] string? Refusal);

/// <summary>A look at a register.</summary>
/// <param name="CheckedOn">Day.</param>
/// <param name="CheckedBy">Who looked.</param>
/// <param name="ExpiresOn">Day after which it must be repeated.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.evaluators.check")]
public sealed record RegisterCheck([property: Id(0)] DateOnly CheckedOn, [property: Id(1)] string CheckedBy, [property: Id(2)] DateOnly ExpiresOn);

/// <summary>What came of enrolling.</summary>
/// <param name="Evaluator">The evaluator; null when refused.</param>
/// <param name="IsNew">Whether it is new.</param>
/// <param name="Refusal">Why it was refused, or null.</param>
[GenerateSerializer]
[Immutable]
[Alias("clinicalrl.evaluators.enrolment")]
public sealed record Enrolment([property: Id(0)] EnrolledEvaluator? Evaluator, [property: Id(1)] bool IsNew, [property: Id(2)] string? Refusal);
