using System.Collections;
using System.Reflection;

namespace ClinicalRl.Statistics.Tests;

/// <summary>Walks a result and requires every number in it to be finite, and every interval to be in order and to hold its estimate.</summary>
internal static class Finite
{
    /// <summary>Large-sample limits: the value may lie outside its interval by design (see the tests of those estimators).</summary>
    private const double Rounding = 1e-9;

    public static void Require(object? result, string path = "")
    {
        switch (result)
        {
            case null or string or Enum or bool or int or long:
                return;
            case double number:
                Assert.True(double.IsFinite(number), $"{path} is {number}");
                return;
            case Statistic { Value.IsDefined: true, Interval.IsDefined: true } statistic:
                RequireHeld(statistic, path);
                break;
            case Interval interval:
                Assert.True(interval.Lower <= interval.Upper, $"{path}: {interval}");
                break;
            case IEnumerable items:
                foreach (var item in items)
                    Require(item, path + "[]");
                return;
        }

        foreach (var property in result.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
        {
            if (property.Name != "Value" || IsDefined(result))
                Require(property.GetValue(result), $"{path}.{property.Name}");
        }

        foreach (var field in result.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
            Require(field.GetValue(result), $"{path}.{field.Name}");
    }

    private static void RequireHeld(Statistic statistic, string path)
    {
        var (value, interval) = (statistic.Value.Value, statistic.Interval.Value);
        if (interval.Method is IntervalMethod.BcaBootstrap or IntervalMethod.PercentileBootstrap)
            return;
        Assert.True(interval.Lower - Rounding <= value && value <= interval.Upper + Rounding, $"{path}: {statistic}");
    }

    private static bool IsDefined(object result) => result.GetType().GetProperty("IsDefined") is not { } defined || (bool)defined.GetValue(result)!;
}
