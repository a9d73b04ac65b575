using System.Collections.Immutable;
using System.Globalization;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Flow;
using ClinicalRl.Simulation.EdHandover.FreeText;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.EdHandover;

/// <summary>Reads the parts of a statement out of a tool's arguments, where they stand one after another in the order of the tool's definition.</summary>
internal sealed class StatementArguments(HandoverContent content, FreeTextReader reader)
{
    /// <summary>How many arguments a statement has.</summary>
    public const int Count = 10;

    private const int NhsDigits = 10;

    /// <summary>Reads ten arguments from <paramref name="at"/> on. On failure says which part is at fault and what was expected.</summary>
    public bool TryRead(ArgumentValue[] values, int at, int item, out Statement statement, out string problem)
    {
        statement = new Statement([], null, false, null, Stances.None);
        problem = "";
        var text = values[at].IsPresent ? values[at].Text : null;
        if (!TryClaim(values, at, out var claim, out var hasClaim, out problem))
            return false;
        var hasCode = claim.Concept >= 0;
        if (string.IsNullOrWhiteSpace(text))
        {
            statement = new Statement(hasClaim ? [claim] : [], null, hasCode, null, Stances.None);
            return true;
        }

        var understood = reader.Read(text, item);
        statement = hasClaim ? understood with { Claims = [claim, .. understood.Claims], HasCode = hasCode } : understood;
        return true;
    }

    /// <summary>With what the words say to a question, where they do not name what was asked about: "the ward nurse", "at 18:00".</summary>
    public Statement WithAnswer(in Statement statement, ClaimFields field, int concept)
    {
        if (statement.Claims.Any(claim => claim.Concept == concept))
            return statement;
        var answer = reader.ReadAnswer(statement.Text!, field, concept);
        return answer.Said == ClaimFields.None ? statement : statement with { Claims = [.. statement.Claims, answer] };
    }

    /// <summary>Reads an NHS number of ten digits, spaces allowed; NaN when none was given.</summary>
    public static bool TryNhsNumber(in ArgumentValue value, out double number)
    {
        number = double.NaN;
        if (!value.IsPresent)
            return true;
        var digits = value.Text!.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length != NhsDigits || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
            return false;
        number = read;
        return true;
    }

    /// <summary>Reads dd/mm/yyyy; -1 when none was given.</summary>
    public static bool TryBirthDate(in ArgumentValue value, out int birthDate)
    {
        birthDate = Claim.Unsaid;
        if (!value.IsPresent)
            return true;
        var parts = value.Text!.Split('/');
        Span<int> numbers = stackalloc int[3];
        if (parts.Length != 3 || parts[2].Length != 4)
            return false;
        for (var i = 0; i < 3; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        if (numbers[0] is < 1 or > 31 || numbers[1] is < 1 or > 12)
            return false;
        birthDate = (numbers[2] * 10_000) + (numbers[1] * 100) + numbers[0];
        return true;
    }

    private bool TryClaim(ArgumentValue[] values, int at, out Claim claim, out bool hasClaim, out string problem)
    {
        claim = new Claim();
        hasClaim = false;
        for (var i = 1; i < Count; i++)
            hasClaim |= values[at + i].IsPresent;
        if (!hasClaim)
        {
            problem = "";
            return true;
        }

        var (concept, detail, owner) = (Code(values[at + 1]), Code(values[at + 2]), Code(values[at + 7]));
        problem = concept == Unknown ? Unfamiliar("code", values[at + 1]) : detail == Unknown ? Unfamiliar("detail", values[at + 2]) : owner == Unknown ? Unfamiliar("owner", values[at + 7]) : "";
        if (problem.Length > 0)
            return false;
        var (time, due) = (short.MinValue, short.MinValue);
        if (!TryClock(values[at + 5], ref time) || !TryClock(values[at + 6], ref due))
        {
            problem = "'time' and 'due' must be a time of day such as 17:05.";
            return false;
        }

        claim = new Claim
        {
            Concept = (short)concept,
            Detail = (short)detail,
            Value = values[at + 3].IsPresent ? values[at + 3].Number : double.NaN,
            Unit = (sbyte)(values[at + 4].IsPresent ? content.Vocabulary.Units.IndexOf(values[at + 4].Text!) : Claim.Unsaid),
            At = time == short.MinValue ? (short)Claim.Unsaid : time,
            Due = due == short.MinValue ? (short)Claim.Unsaid : due,
            Owner = (short)owner,
            Side = !values[at + 8].IsPresent ? Side.None : values[at + 8].Text == "left" ? Side.Left : Side.Right,
            IsNegated = values[at + 9].Number > 0,
        };
        return true;
    }

    private const int Unknown = -2;

    private int Code(in ArgumentValue value) => !value.IsPresent ? Claim.Unsaid : content.Concepts.Find(value.Text)?.Index ?? Unknown;

    private static string Unfamiliar(string part, in ArgumentValue value)
    {
        const int Shown = 40;
        var word = value.Text!.Length > Shown ? value.Text[..Shown] + "…" : value.Text;
        return $"'{part}': '{word}' is no code; use the codes the record shows, or 'text'.";
    }

    private static bool TryClock(in ArgumentValue value, ref short minute)
    {
        if (!value.IsPresent)
            return true;
        if (!ClockTimes.TryRead(value.Text, out var read))
            return false;
        minute = read;
        return true;
    }
}
