using System.Globalization;
using ClinicalRl.Statistics;

namespace ClinicalRl.Reports.Documents;

/// <summary>What stands in a cell: the exact value for JSON, and how people read it.</summary>
public abstract record ReportCell
{
    /// <summary>Decimals of numbers as people read them.</summary>
    public const int Decimals = 3;

    /// <summary>Why its number does not exist; null when it does, or when it is no number.</summary>
    public virtual Reason? Missing => null;

    /// <summary>As people read it.</summary>
    public abstract string Show();

    /// <summary>Words.</summary>
    public static implicit operator ReportCell(string text) => new TextCell(text);

    /// <summary>A count.</summary>
    public static implicit operator ReportCell(int count) => new CountCell(count);

    /// <summary>A number.</summary>
    public static implicit operator ReportCell(double value) => new NumberCell(value);

    /// <summary>A number that may not exist.</summary>
    public static implicit operator ReportCell(Estimate<double> value) => new NumberCell(value);

    /// <summary>A number with its interval and method.</summary>
    public static implicit operator ReportCell(Statistic statistic) => new StatisticCell(statistic);

    /// <summary>To three decimals; a number that would show as -0.000 has no sign.</summary>
    public static string Show(double value)
    {
        var text = value.ToString("F3", CultureInfo.InvariantCulture);
        return text == "-0.000" ? "0.000" : text;
    }

    /// <summary>The number, or that it cannot be estimated and why.</summary>
    public static string Show(Estimate<double> value) => value.IsDefined ? Show(value.Value) : NotEstimable(value.Reason!.Value);

    /// <summary>What stands in the place of a number that does not exist.</summary>
    public static string NotEstimable(Reason reason) => $"not estimable ({reason.Code()})";
}

/// <summary>Words.</summary>
public sealed record TextCell(string Text) : ReportCell
{
    /// <inheritdoc/>
    public override string Show() => Text;
}

/// <summary>A whole number.</summary>
public sealed record CountCell(int Count) : ReportCell
{
    /// <inheritdoc/>
    public override string Show() => Count.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A number that may not exist.</summary>
public sealed record NumberCell(Estimate<double> Value) : ReportCell
{
    /// <inheritdoc/>
    public override Reason? Missing => Value.Reason;

    /// <inheritdoc/>
    public override string Show() => Show(Value);
}

/// <summary>A statistic: value and interval. Method, level, count and flags are in the JSON, and the table's caption or columns name them.</summary>
public sealed record StatisticCell(Statistic Statistic) : ReportCell
{
    /// <inheritdoc/>
    public override Reason? Missing => Statistic.Value.Reason ?? Statistic.Interval.Reason;

    /// <inheritdoc/>
    public override string Show()
    {
        if (!Statistic.Value.IsDefined)
            return NotEstimable(Statistic.Value.Reason!.Value);
        var value = Show(Statistic.Value.Value);
        return Statistic.Interval.IsDefined
            ? $"{value} ({Show(Statistic.Interval.Value.Lower)} to {Show(Statistic.Interval.Value.Upper)})"
            : $"{value} (interval {NotEstimable(Statistic.Interval.Reason!.Value)})";
    }
}
