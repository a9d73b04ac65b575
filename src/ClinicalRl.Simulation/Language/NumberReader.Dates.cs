namespace ClinicalRl.Simulation.Language;

/// <content>Calendar dates.</content>
internal ref partial struct NumberReader
{
    /// <summary>12/03/1955, 12 March 1955, 3rd of May, 1955-03-12.</summary>
    private int Date(int at)
    {
        if (IsWhole(at, 1, 31) && IsMark(at + 1, '/') && IsWhole(at + 2, 1, 12) && IsMark(at + 3, '/') && IsWhole(at + 4, 0, 9999) && tokens[at + 4].Digits is 2 or 4)
            return AddDate(at, at + 5, Year(at + 4), (int)tokens[at + 2].Mantissa, (int)tokens[at].Mantissa);
        if (IsWhole(at, 1900, 2100) && IsMark(at + 1, '-') && IsWhole(at + 2, 1, 12) && IsMark(at + 3, '-') && IsWhole(at + 4, 1, 31))
            return AddDate(at, at + 5, (int)tokens[at].Mantissa, (int)tokens[at + 2].Mantissa, (int)tokens[at + 4].Mantissa);
        if (!IsWhole(at, 1, 31))
            return at;
        var next = at + 1;
        if (IsGlued(next) && tokens[next].Kind == TokenKind.Word && tokens[next].End - tokens[next].Start == 2)
            next++;
        if (Roles(next).Any(WordRoles.Of))
            next++;
        if (Word(next) is not (var month and >= 0) || words.MonthOf[month] == 0)
            return at;
        var hasYear = IsWhole(next + 1, 1900, 2100);
        return AddDate(at, next + (hasYear ? 2 : 1), hasYear ? (int)tokens[next + 1].Mantissa : 0, words.MonthOf[month], (int)tokens[at].Mantissa);
    }

    /// <summary>A year of two digits is in this century up to 30.</summary>
    private readonly int Year(int at)
    {
        const int LastOfThisCentury = 30;
        var year = (int)tokens[at].Mantissa;
        return tokens[at].Digits == 4 ? year : year <= LastOfThisCentury ? 2000 + year : 1900 + year;
    }

    private readonly int AddDate(int first, int next, int year, int month, int day)
    {
        workspace.AddTime(new TimeExpression(TimeKind.Date, 0, 0, (short)year, (byte)month, (byte)day, Span(first, next), workspace.ClauseOf[first], first));
        return next;
    }
}
