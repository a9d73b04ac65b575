namespace ClinicalRl.Simulation.Language;

/// <content>Clock times, durations, deadlines and intervals.</content>
internal ref partial struct NumberReader
{
    private const int MinutesPerHour = 60;
    private const int MinutesPerDay = 1440;
    private const int MinutesPerWeek = 7 * MinutesPerDay;

    /// <summary>The simulation's month: 30 days. Only for comparing how long things lasted.</summary>
    private const int MinutesPerMonth = 30 * MinutesPerDay;

    private const int LongestMinutes = 200 * 366 * MinutesPerDay;

    /// <summary>18:00, 6pm, 6.30 pm, 1800 hrs, at 18.00, noon.</summary>
    private int Clock(int at)
    {
        var (minute, next) = ClockAt(at);
        if (minute < 0)
            return at;
        var first = Roles(at - 1).Any(WordRoles.At | WordRoles.Since) ? at - 1 : at;
        AddTime(Roles(at - 1).Any(WordRoles.Since) ? TimeKind.Since : TimeKind.Clock, minute, minute, first, next);
        return next;
    }

    private readonly (int Minute, int Next) ClockAt(int at)
    {
        if (Word(at) is var word and >= 0 && words.ClockOf[word] is >= 0 and < LexiconWords.Am)
            return (words.ClockOf[word], at + 1);
        if (!IsNumber(at))
            return (-1, at);
        if (IsWhole(at, 0, 23) && IsMark(at + 1, ':') && IsGlued(at + 1) && IsWhole(at + 2, 0, 59) && tokens[at + 2].Digits == 2 && IsGlued(at + 2))
            return HalfDay(((int)tokens[at].Mantissa * MinutesPerHour) + (int)tokens[at + 2].Mantissa, at + 3);
        var half = Half(at + 1);
        if (IsWhole(at, 1, 12) && half >= 0)
            return HalfDay((int)tokens[at].Mantissa * MinutesPerHour, at + 1);
        var isAt = Roles(at - 1).Any(WordRoles.At | WordRoles.Since);
        if (isAt && IsWhole(at, 1, 12) && PartOfDay(at + 1) is var part and >= 0)
            return (((int)tokens[at].Mantissa % 12 * MinutesPerHour) + (part == LexiconWords.Pm ? 12 * MinutesPerHour : 0), at + 1);
        var (hours, minutes) = ((int)(tokens[at].Mantissa / 100 % 100), (int)(tokens[at].Mantissa % 100));
        var isFour = tokens[at].Digits is 3 or 4 && tokens[at].End - tokens[at].Start == tokens[at].Digits + (tokens[at].Decimals > 0 ? 1 : 0) && hours <= 23 && minutes <= 59 && tokens[at].Mantissa < 10_000;
        if (!isFour)
            return (-1, at);
        if (tokens[at].Decimals == 2 && (half >= 0 || (isAt && UnitAt(at + 1, out _) == Unit.None)))
            return HalfDay((hours * MinutesPerHour) + minutes, at + 1);
        if (tokens[at].Decimals == 0 && tokens[at].Digits == 4 && (half == LexiconWords.OClock || HoursAfter(at + 1) || (isAt && UnitAt(at + 1, out _) == Unit.None)))
            return HalfDay((hours * MinutesPerHour) + minutes, HoursAfter(at + 1) ? at + 2 : at + 1);
        return (-1, at);
    }

    private readonly int Half(int at) => Word(at) is var word and >= 0 && words.ClockOf[word] is >= LexiconWords.Am and var half ? half : -1;

    /// <summary>"At 7 this morning", "at 9 in the evening", "at 8 tonight".</summary>
    private readonly int PartOfDay(int at)
    {
        for (var ahead = at; ahead < at + 3 && Word(ahead) is var word and >= 0; ahead++)
        {
            switch (words.Vocabulary[word])
            {
                case "morning":
                    return LexiconWords.Am;
                case "afternoon" or "evening" or "tonight":
                    return LexiconWords.Pm;
                case "this" or "in" or "the" or "tomorrow" or "yesterday":
                    continue;
                default:
                    return -1;
            }
        }

        return -1;
    }

    private readonly bool HoursAfter(int at) => Word(at) is var word and >= 0 && words.MinutesOf[word] == MinutesPerHour;

    private readonly (int Minute, int Next) HalfDay(int minute, int at) => Half(at) switch
    {
        LexiconWords.Am => (minute % (12 * MinutesPerHour), at + 1),
        LexiconWords.Pm => ((minute % (12 * MinutesPerHour)) + (12 * MinutesPerHour), at + 1),
        LexiconWords.OClock => (minute, at + 1),
        _ => (minute, at),
    };

    /// <summary>"Hourly", "bd", "twice daily", "three times a day", "4-6 hourly", "once a week".</summary>
    private int Frequency(int at)
    {
        if (Word(at) is var word and >= 0 && words.EveryOf[word] is var minutes and > 0)
        {
            AddTime(TimeKind.Every, minutes, minutes, at, at + 1);
            return at + 1;
        }

        if (!Number(at, out var low, out var next))
            return at;
        var high = low;
        if ((IsMark(next, '-') || Roles(next).Any(WordRoles.To)) && Number(next + 1, out var second, out var after))
            (high, next) = (second, after);
        if (low < 1 || high < low || high > 100)
            return at;
        if (IsMark(next, '-'))
            next++;
        if (Word(next) is var unit and >= 0 && words.EveryOf[unit] is var each and > 0)
        {
            // "4 hourly" is every 4 hours, "twice daily" two times a day
            var isMultiple = each == MinutesPerHour || (IsNumber(at) && each == MinutesPerWeek);
            AddTime(TimeKind.Every, isMultiple ? Minutes(low, each) : (int)(each / high), isMultiple ? Minutes(high, each) : (int)(each / low), at, next + 1);
            return next + 1;
        }

        var isTimes = Roles(next).Any(WordRoles.Times);
        next += isTimes ? 1 : 0;
        if (!isTimes && !(Word(at) is var name and >= 0 && words.Roles[name].Any(WordRoles.Times)))
            return at;
        if (Word(next) is var again and >= 0 && words.EveryOf[again] is var period and > 0)
        {
            AddTime(TimeKind.Every, (int)(period / high), (int)(period / low), at, next + 1);
            return next + 1;
        }

        if (!Roles(next).Any(WordRoles.Article | WordRoles.Per | WordRoles.Every) && !IsMark(next, '/'))
            return at;
        if (Word(next + 1) is not (var time and >= 0) || words.MinutesOf[time] is not (var span and > 0))
            return at;
        AddTime(TimeKind.Every, (int)(span / high), (int)(span / low), at, next + 2);
        return next + 2;
    }

    /// <summary>A number followed by a unit of time: how long, how soon, how often, how long ago, or how old.</summary>
    private int TimeAmount(int at, int next, double low, double high)
    {
        if (Word(next) is not (var word and >= 0) || words.MinutesOf[word] is not (var minutes and >= 0) || (IsPer(next + 1) && !IsMark(next + 1, '/')))
            return at;
        var end = next + 1;
        if (minutes == 0)
            return at;   // seconds are quantities
        if (Roles(end).Any(WordRoles.Old) || words.Vocabulary[word] is "yo")
        {
            var unit = minutes >= 365 * MinutesPerDay ? Unit.YearOfAge : minutes >= MinutesPerMonth ? Unit.MonthOfAge : minutes >= MinutesPerWeek ? Unit.WeekOfAge : Unit.DayOfAge;
            end += Roles(end).Any(WordRoles.Old) ? 1 : 0;
            AddQuantity(low, high, low == high ? QuantityForm.Single : QuantityForm.Range, unit, at, end);
            return end;
        }

        var (kind, first) = KindBefore(at);
        if (Roles(end).Any(WordRoles.Ago))
            (kind, end) = (TimeKind.Ago, end + 1);
        if (kind == TimeKind.Duration && first == at && IsPerTime(at))
            kind = TimeKind.Every;
        AddTime(kind, Minutes(low, minutes), Minutes(high, minutes), first, end);
        return end;
    }

    /// <summary>"4 g of paracetamol a day": "a" after an amount of the same clause means each.</summary>
    private readonly bool IsPerTime(int at) =>
        Roles(at).Any(WordRoles.Article) && workspace.QuantityCount > 0 && workspace.Quantities[^1].Clause == workspace.ClauseOf[at];

    private readonly (TimeKind Kind, int First) KindBefore(int at)
    {
        var first = at - 1;
        while (first >= 0 && first >= at - 3 && (Roles(first).Any(WordRoles.Article | WordRoles.About | WordRoles.Between | WordRoles.Determiner) || IsMark(first, '~')))
            first--;
        var roles = Roles(first);
        if (roles.Any(WordRoles.Within))
            return (TimeKind.Within, first);
        if (roles.Any(WordRoles.Every))
            return (TimeKind.Every, first);
        if (roles.Any(WordRoles.In))
            return (TimeKind.In, first);
        return roles.Any(WordRoles.For) ? (TimeKind.Duration, first) : (TimeKind.Duration, at);
    }

    /// <summary>3/7, 2/52, 6/12: days, weeks and months, as written on paper.</summary>
    private int FractionOfTime(int at)
    {
        if (!IsWhole(at, 1, 52) || !IsMark(at + 1, '/') || !IsGlued(at + 1) || !IsGlued(at + 2) || !IsNumber(at + 2) || IsMark(at + 3, '/'))
            return at;
        var each = tokens[at + 2].Mantissa switch { 7 => MinutesPerDay, 52 => MinutesPerWeek, 12 => MinutesPerMonth, _ => 0 };
        if (each == 0 || UnitAt(at + 3, out _) != Unit.None)
            return at;
        var (kind, first) = KindBefore(at);
        var end = Roles(at + 3).Any(WordRoles.Ago) ? at + 4 : at + 3;
        var minutes = Minutes(tokens[at].Mantissa, each);
        AddTime(end > at + 3 ? TimeKind.Ago : kind, minutes, minutes, first, end);
        return end;
    }

    /// <summary>"Today", "tomorrow", "now", "Monday", "every day".</summary>
    private int DayOrNow(int at)
    {
        if (Word(at) is not (var word and >= 0))
            return at;
        if (words.Roles[word].Any(WordRoles.Every) && Word(at + 1) is var each and >= 0 && words.MinutesOf[each] is var span and > 0)
        {
            AddTime(TimeKind.Every, span, span, at, at + 2);
            return at + 2;
        }

        if (words.WeekdayOf[word] is var weekday and > 0)
        {
            workspace.AddTime(new TimeExpression(TimeKind.Weekday, 0, 0, 0, 0, (byte)weekday, Span(at, at + 1), workspace.ClauseOf[at], at));
            return at + 1;
        }

        if (workspace.Cues[at].Any(CueRoles.Now))
        {
            AddTime(TimeKind.Now, 0, 0, at, at + workspace.CueLengths[at]);
            return at + workspace.CueLengths[at];
        }

        if (words.DayOf[word] is not (var day and not LexiconWords.NoDay))
            return at;
        var isSince = Roles(at - 1).Any(WordRoles.Since);
        AddTime(isSince ? TimeKind.Since : TimeKind.Day, day, day, isSince ? at - 1 : at, at + 1);
        return at + 1;
    }

    private static int Minutes(double count, int each) => count * each is var minutes && minutes < LongestMinutes ? (int)minutes : LongestMinutes;

    private readonly void AddTime(TimeKind kind, int low, int high, int first, int next) =>
        workspace.AddTime(new TimeExpression(kind, low, high, 0, 0, 0, Span(first, next), workspace.ClauseOf[Math.Max(first, 0)], Math.Max(first, 0)));
}
