using System.Globalization;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.EdHandover.Scenarios;

/// <summary>Laterality.</summary>
internal enum Side : sbyte
{
    None,
    Left,
    Right,
}

/// <summary>The parts of a claim beside what it is about. Identity uses its own three: name, date of birth and the NHS number as value.</summary>
[Flags]
internal enum ClaimFields : byte
{
    None = 0,
    Value = 1,
    At = 2,
    Due = 4,
    Owner = 8,
    Side = 16,
    Detail = 32,
    Name = 64,
    BirthDate = 128,
}

/// <summary>
/// One thing that the record says, that is true, or that the agent states: a concept and what is said of it. Times are minutes of the
/// day; whatever is not said is -1, or NaN for the value.
/// </summary>
internal readonly record struct Claim()
{
    public const int Unsaid = -1;

    public short Concept { get; init; } = Unsaid;

    /// <summary>A second concept: reaction, trend, response, reason or finding.</summary>
    public short Detail { get; init; } = Unsaid;

    public double Value { get; init; } = double.NaN;

    public sbyte Unit { get; init; } = Unsaid;

    public short At { get; init; } = Unsaid;

    public short Due { get; init; } = Unsaid;

    public short Owner { get; init; } = Unsaid;

    public Side Side { get; init; }

    /// <summary>Said not to be so.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Said with doubt, such as "possibly", where only a plain statement hands anything over.</summary>
    public bool IsDoubted { get; init; }

    /// <summary>Date of birth as yyyymmdd, only in identities.</summary>
    public int BirthDate { get; init; } = Unsaid;

    public bool HasValue => !double.IsNaN(Value);

    /// <summary>The date of birth as it is shown: dd/mm/yyyy.</summary>
    public string BirthDateText => string.Create(CultureInfo.InvariantCulture, $"{BirthDate % 100:00}/{BirthDate / 100 % 100:00}/{BirthDate / 10_000}");

    /// <summary>What is said, leaving identity aside.</summary>
    public ClaimFields Said =>
        If(HasValue, ClaimFields.Value) | If(At >= 0, ClaimFields.At) | If(Due >= 0, ClaimFields.Due) | If(Owner >= 0, ClaimFields.Owner)
        | If(Side != Side.None, ClaimFields.Side) | If(Detail >= 0, ClaimFields.Detail) | If(BirthDate >= 0, ClaimFields.BirthDate);

    /// <summary>The same without <paramref name="fields"/>.</summary>
    public Claim Without(ClaimFields fields) => this with
    {
        Value = (fields & ClaimFields.Value) != ClaimFields.None ? double.NaN : Value,
        At = (fields & ClaimFields.At) != ClaimFields.None ? (short)Unsaid : At,
        Due = (fields & ClaimFields.Due) != ClaimFields.None ? (short)Unsaid : Due,
        Owner = (fields & ClaimFields.Owner) != ClaimFields.None ? (short)Unsaid : Owner,
        Side = (fields & ClaimFields.Side) != ClaimFields.None ? Side.None : Side,
        Detail = (fields & ClaimFields.Detail) != ClaimFields.None ? (short)Unsaid : Detail,
    };

    private static ClaimFields If(bool isSaid, ClaimFields field) => isSaid ? field : ClaimFields.None;
}

/// <summary>Clock times in texts.</summary>
internal static class ClockTimes
{
    public const int MinutesPerDay = 24 * 60;

    /// <summary>The minute of the day that lies <paramref name="minutes"/> after <paramref name="start"/>.</summary>
    public static short Add(int start, int minutes) => (short)(((start + minutes) % MinutesPerDay + MinutesPerDay) % MinutesPerDay);

    public static Utf8Text AppendClock(this Utf8Text output, int minuteOfDay)
    {
        var (hour, minute) = (minuteOfDay / 60, minuteOfDay % 60);
        return output.Append([(byte)('0' + (hour / 10)), (byte)('0' + (hour % 10)), (byte)':', (byte)('0' + (minute / 10)), (byte)('0' + (minute % 10))]);
    }

    public static string Clock(int minuteOfDay) => string.Create(CultureInfo.InvariantCulture, $"{minuteOfDay / 60:00}:{minuteOfDay % 60:00}");

    /// <summary>Reads <c>17:05</c>; false for anything else.</summary>
    public static bool TryRead(string? text, out short minuteOfDay)
    {
        minuteOfDay = Claim.Unsaid;
        if (text is not { Length: 5 } || text[2] != ':' || !Digits(text.AsSpan(0, 2), 23, out var hour) || !Digits(text.AsSpan(3, 2), 59, out var minute))
            return false;
        minuteOfDay = (short)((hour * 60) + minute);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, int most, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= most;
}
