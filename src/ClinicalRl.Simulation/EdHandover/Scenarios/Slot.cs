using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.EdHandover.Scenarios;

/// <summary>How the record misleads about a slot.</summary>
internal enum TrapKind : byte
{
    None,

    /// <summary>A colleague wrote something else; somebody has to be asked which stands.</summary>
    Contradiction,

    /// <summary>Part of it is nowhere written; somebody has to be asked.</summary>
    Gap,

    /// <summary>The charted score is not what its observations add up to.</summary>
    Miscount,
}

/// <summary>Something that must be handed over.</summary>
internal readonly record struct Slot
{
    public required byte Item { get; init; }

    public required Claim Truth { get; init; }

    /// <summary>Parts that must be stated; the concept itself always.</summary>
    public required ClaimFields Required { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Minute from which it is known at all.</summary>
    public required short Since { get; init; }

    /// <summary>Minute from which it is overtaken by something else: a pending result by the result.</summary>
    public required short Until { get; init; }

    /// <summary>Who can say what is right, as concept.</summary>
    public required short SettledBy { get; init; }

    public required TrapKind Trap { get; init; }

    /// <summary>What a colleague wrote instead, for contradictions and miscounts.</summary>
    public required Claim False { get; init; }

    /// <summary>What is nowhere written, for gaps.</summary>
    public required ClaimFields Gap { get; init; }

    /// <summary>Which wording the record uses.</summary>
    public required byte Wording { get; init; }
}

/// <summary>One line of the record.</summary>
internal readonly record struct RecordEntry
{
    public required byte Section { get; init; }

    /// <summary>Who wrote it, as concept.</summary>
    public required short Author { get; init; }

    /// <summary>Minute of the day.</summary>
    public required short At { get; init; }

    /// <summary>Minute from which it can be read.</summary>
    public required short Since { get; init; }

    /// <summary>The slot it speaks about, or -1.</summary>
    public required sbyte Slot { get; init; }

    /// <summary>What it says of that slot, or the one concept of a colleague's sentence.</summary>
    public required Claim Claim { get; init; }

    /// <summary>Index of the set of observations it is, or -1.</summary>
    public required sbyte Observation { get; init; }

    /// <summary>A sentence as written, instead of one made from the claim; or null.</summary>
    public required string? Text { get; init; }

    /// <summary>The NHS number it is filed under when that is another patient's; 0 otherwise.</summary>
    public required double OtherNumber { get; init; }

    /// <summary>True of the patient and of no use to the receiving team.</summary>
    public required bool IsDistractor { get; init; }

    /// <summary>Whether what it says of its slot is true.</summary>
    public required bool IsTrue { get; init; }
}

/// <summary>Vital signs taken together.</summary>
/// <param name="At">Minute of the day.</param>
/// <param name="MinutesAgo">Minutes before the start; 0 or below when taken on request.</param>
/// <param name="Values">By vital sign, respiratory rate to temperature.</param>
/// <param name="OnOxygen">On any supplemental oxygen.</param>
/// <param name="Total">What NEWS2 they add up to; -1 where it is not used.</param>
/// <param name="Charted">The total written beside them; -1 for none.</param>
internal sealed record ObservationSet(short At, int MinutesAgo, double[] Values, bool OnOxygen, int Total, int Charted);

/// <summary>Something the receiving team asks after delivery.</summary>
/// <param name="Slot">What it is about, or -1 when the record does not hold it.</param>
/// <param name="Question">Index of the item's question, or of the unanswerable ones.</param>
internal readonly record struct ReceiverQuestion(sbyte Slot, byte Question);

/// <summary>A need that a call to any of these contacts meets.</summary>
/// <param name="AnyOf">One bit per contact.</param>
/// <param name="Since">Minute from which it is needed.</param>
internal readonly record struct CallNeed(ushort AnyOf, short Since);

/// <summary>Whom the stay is of, and where.</summary>
internal sealed record Person(
    string FullName, int AgeMonths, int BirthDate, double NhsNumber, bool Female, string Ethnicity, string? Language, string Place, string Password);
