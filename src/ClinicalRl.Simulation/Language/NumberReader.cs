namespace ClinicalRl.Simulation.Language;

/// <summary>Reads numbers with their units, ranges and ratios; times are read by the other part.</summary>
internal ref partial struct NumberReader(LexiconWords words, Workspace workspace)
{
    private const int NhsDigits = 10;

    private static readonly double[] PowersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000];

    private readonly Span<Token> tokens = workspace.Tokens;

    public void Run()
    {
        for (var at = 0; at < tokens.Length;)
        {
            var next = Date(at);
            if (next == at)
                next = Clock(at);
            if (next == at)
                next = Frequency(at);
            if (next == at)
                next = Amount(at);
            if (next == at)
                next = DayOrNow(at);
            at = Math.Max(next, at + 1);
        }
    }

    private readonly WordRoles Roles(int at) => at >= 0 && at < tokens.Length ? words.RolesOf(tokens[at].Word) : WordRoles.None;

    private readonly bool IsMark(int at, char mark) => at >= 0 && at < tokens.Length && tokens[at].IsMark(mark);

    private readonly bool IsNumber(int at) => at >= 0 && at < tokens.Length && tokens[at].Kind == TokenKind.Number;

    private readonly int Word(int at) => at >= 0 && at < tokens.Length ? tokens[at].Word : -1;

    private readonly bool IsGlued(int at) => at < tokens.Length && tokens[at].Glued;

    private readonly bool IsWhole(int at, int least, int most) => IsNumber(at) && tokens[at].Decimals == 0 && tokens[at].Mantissa >= least && tokens[at].Mantissa <= most;

    private readonly double Value(int at) => tokens[at].Mantissa / PowersOfTen[tokens[at].Decimals];

    /// <summary>A number in digits or in words ("two", "a couple of", "half a").</summary>
    private readonly bool Number(int at, out double value, out int next)
    {
        next = at;
        value = 0;
        if (IsNumber(at))
        {
            (value, next) = (Value(at), at + 1);
            return true;
        }

        if (Word(at) is not (var word and >= 0) || words.NumberOf[word] is not (var named and >= 0))
            return false;
        next = at + 1;
        value = named;
        if (words.Vocabulary[word] is "half")
        {
            value = 0.5;
            next += Roles(next).Any(WordRoles.Article) ? 1 : 0;
        }

        if (named >= 20 && named < 100 && Word(next) is var unit and >= 0 && words.NumberOf[unit] is > 0 and < 10)
            (value, next) = (named + words.NumberOf[unit], next + 1);
        if (Roles(next).Any(WordRoles.Of) && named == 2)
            next++;
        return true;
    }

    /// <summary>The unit written at a place, of one word or two with a stroke or "per".</summary>
    private readonly Unit UnitAt(int at, out int next)
    {
        next = at;
        if (IsMark(at, '%'))
        {
            next = at + 1;
            return Unit.Percent;
        }

        if (IsMark(at, '°'))
            at++;
        var unit = Word(at) is var word and >= 0 ? words.UnitOf[word] : Unit.None;
        if (unit == Unit.None && !IsPer(at) && !Roles(at).Any(WordRoles.Article))
        {
            next = IsMark(at - 1, '°') ? at : next;
            return IsMark(at - 1, '°') ? Unit.DegreeCelsius : Unit.None;
        }

        if (unit != Unit.None)
            next = at + 1;
        while ((IsPer(next) || Roles(next).Any(WordRoles.Article)) && Combined(unit, next + 1) is { } combined)
            (unit, next) = (combined, next + 2);
        return unit;
    }

    private readonly bool IsPer(int at) => IsMark(at, '/') || Roles(at).Any(WordRoles.Per);

    private readonly Unit? Combined(Unit unit, int over)
    {
        if (Word(over) is not (var word and >= 0))
            return null;
        return words.MinutesOf[word] is var minutes and > 0 ? Units.PerTime(unit, minutes) : words.UnitOf[word] is var other and not Unit.None ? Units.Per(unit, other) : null;
    }

    /// <summary>A quantity or a duration that begins at a place.</summary>
    private int Amount(int at)
    {
        if ((workspace.Taken[at] & PhraseFinder.ClinicalLayer) != 0 || !Number(at, out var low, out var next))
            return at;   // 999 is no number
        if (NhsNumber(at) is var after && after > at)
            return after;
        if (FractionOfTime(at) is var end && end > at)
            return end;
        var (high, form) = (low, QuantityForm.Single);
        var unit = UnitAt(next, out var afterUnit);
        if (Second(afterUnit, unit, out var second, out var afterSecond, out var isRatio))
            (high, form, next) = (second, isRatio ? QuantityForm.Ratio : QuantityForm.Range, afterSecond);
        if (form != QuantityForm.Ratio && TimeAmount(at, next, low, high) is var afterTime && afterTime > at)
            return afterTime;
        if (form != QuantityForm.Single)
            unit = UnitAt(next, out afterUnit) is var later and not Unit.None ? later : unit;
        var isWord = !IsNumber(at);
        if (isWord && unit == Unit.None && form != QuantityForm.Ratio)
            return at;
        if (form == QuantityForm.Range && high < low)
            (low, high) = (high, low);
        next = Math.Max(next, afterUnit);
        AddQuantity(low, high, form, unit, at, next);
        return next;
    }

    /// <summary>The second number of a range or ratio.</summary>
    private readonly bool Second(int at, Unit unit, out double second, out int next, out bool isRatio)
    {
        (second, next) = (0, at);
        isRatio = IsMark(at, '/') || Roles(at).Any(WordRoles.OutOf | WordRoles.Over);
        var isRange = IsMark(at, '-') || Roles(at).Any(WordRoles.To);
        if (isRatio && unit == Unit.None && Roles(at).Any(WordRoles.OutOf) && Roles(at + 1).Any(WordRoles.Of))
            at++;
        if ((!isRatio && !isRange) || (isRatio && unit != Unit.None) || (IsMark(at, '/') && !IsNumber(at + 1)))
        {
            // "between 2 and 4"
            if (!(IsBetween(at) && Number(at + 1, out second, out next)))
                return false;
            isRatio = false;
            return true;
        }

        return Number(at + 1, out second, out next);
    }

    private readonly bool IsBetween(int at) => Roles(at).Any(WordRoles.Joins) && (Roles(at - 2) | Roles(at - 3)).Any(WordRoles.Between);

    /// <summary>Ten digits, or three, three and four.</summary>
    private int NhsNumber(int at)
    {
        if (!IsNumber(at) || tokens[at].Decimals > 0)
            return at;
        if (tokens[at].Digits == NhsDigits && tokens[at].End - tokens[at].Start == NhsDigits)
        {
            AddQuantity(tokens[at].Mantissa, tokens[at].Mantissa, QuantityForm.Single, Unit.NhsNumber, at, at + 1);
            return at + 1;
        }

        var step = IsMark(at + 1, '-') ? 2 : 1;
        if (tokens[at].Digits != 3 || !IsNumber(at + step) || tokens[at + step].Digits != 3 || !IsNumber(at + step + step) || tokens[at + step + step].Digits != 4)
            return at;
        var number = (((tokens[at].Mantissa * 1_000) + tokens[at + step].Mantissa) * 10_000) + tokens[at + step + step].Mantissa;
        AddQuantity(number, number, QuantityForm.Single, Unit.NhsNumber, at, at + step + step + 1);
        return at + step + step + 1;
    }

    private readonly Comparison ComparisonBefore(int at)
    {
        for (var before = at - 1; before >= 0 && before >= at - 3; before--)
        {
            if (IsMark(before, '>') || IsMark(before, '≥'))
                return Comparison.AtLeast;
            if (IsMark(before, '<') || IsMark(before, '≤'))
                return Comparison.AtMost;
            if (IsMark(before, '~'))
                return Comparison.About;
            var roles = Roles(before);
            if (roles.Any(WordRoles.More))
                return Comparison.AtLeast;
            if (roles.Any(WordRoles.Less))
                return Comparison.AtMost;
            if (roles.Any(WordRoles.About))
                return Comparison.About;
            if (!roles.Any(WordRoles.Of | WordRoles.To) && !IsMark(before, '='))
                break;
        }

        return Comparison.Exactly;
    }

    private readonly void AddQuantity(double low, double high, QuantityForm form, Unit unit, int first, int next) =>
        workspace.AddQuantity(new Quantity(low, high, form, unit, ComparisonBefore(first), Span(first, next), workspace.ClauseOf[first], first, IsUnitImplied: unit == Unit.None));

    private readonly TextSpan Span(int first, int next) => new(tokens[first].Start, tokens[next - 1].End - tokens[first].Start);
}
