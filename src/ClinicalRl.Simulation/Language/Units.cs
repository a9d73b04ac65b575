namespace ClinicalRl.Simulation.Language;

/// <summary>How units are combined and compared. All factors are whole numbers.</summary>
internal static class Units
{
    /// <summary>What a unit is over another unit: "mg" "kg" is mg/kg; null when there is no such unit here.</summary>
    public static Unit? Per(Unit unit, Unit over) => (unit, over) switch
    {
        (Unit.Milligram, Unit.Kilogram) => Unit.MilligramPerKilogram,
        (Unit.Microgram, Unit.Kilogram) => Unit.MicrogramPerKilogram,
        (Unit.Millilitre, Unit.Kilogram) => Unit.MillilitrePerKilogram,
        (Unit.Units, Unit.Kilogram) => Unit.UnitsPerKilogram,
        (Unit.Milligram, Unit.Millilitre) => Unit.MilligramPerMillilitre,
        (Unit.Millimole, Unit.Litre) => Unit.MillimolePerLitre,
        (Unit.Micromole, Unit.Litre) => Unit.MicromolePerLitre,
        (Unit.Gram, Unit.Litre) => Unit.GramPerLitre,
        (Unit.Milligram, Unit.Litre) => Unit.MilligramPerLitre,
        (Unit.Nanogram, Unit.Litre) => Unit.NanogramPerLitre,
        _ => null,
    };

    /// <summary>What a unit is over a time of so many minutes (0 for a second): "ml" over 60 is mL/h; null when there is no such unit here.</summary>
    public static Unit? PerTime(Unit unit, int minutes) => (unit, minutes) switch
    {
        (Unit.None or Unit.Count, 1) => Unit.PerMinute,
        (Unit.Litre, 1) => Unit.LitrePerMinute,
        (Unit.Millilitre, 1) => Unit.MillilitrePerMinute,
        (Unit.Millilitre, 60) => Unit.MillilitrePerHour,
        (Unit.Units, 60) => Unit.UnitsPerHour,
        (Unit.Milligram, 60) => Unit.MilligramPerHour,
        (Unit.Microgram, 60) => Unit.MicrogramPerHour,
        (Unit.Millimole, 60) => Unit.MillimolePerHour,
        (Unit.Milligram, 1440) => Unit.MilligramPerDay,
        (Unit.Gram, 1440) => Unit.GramPerDay,
        (Unit.MillilitrePerKilogram, 60) => Unit.MillilitrePerKilogramPerHour,
        _ => null,
    };

    /// <summary>Whole numbers to multiply by and divide by to change a unit into another; null when they measure different things.</summary>
    public static (long Times, long Over)? Factor(Unit from, Unit to)
    {
        var (fromKind, fromSize) = Size(from);
        var (toKind, toSize) = Size(to);
        if (fromKind == 0 || fromKind != toKind)
            return null;
        return fromSize >= toSize ? (fromSize / toSize, 1) : (1, toSize / fromSize);
    }

    /// <summary>Whether a quantity in <paramref name="unit"/> can be the amount of a medicine.</summary>
    public static bool IsDose(Unit unit) => unit is Unit.Gram or Unit.Milligram or Unit.Microgram or Unit.Nanogram or Unit.Millilitre or Unit.Litre or Unit.Millimole
        or Unit.Units or Unit.Tablets or Unit.Puffs or Unit.Drops or Unit.Patches or Unit.Doses or Unit.Percent or Unit.LitrePerMinute or Unit.MillilitrePerHour
        or Unit.MillimolePerHour or Unit.MilligramPerKilogram or Unit.MicrogramPerKilogram or Unit.MillilitrePerKilogram or Unit.UnitsPerKilogram or Unit.UnitsPerHour
        or Unit.MilligramPerDay or Unit.GramPerDay or Unit.MilligramPerHour or Unit.MicrogramPerHour or Unit.MilligramPerMillilitre;

    private static (int Kind, long Size) Size(Unit unit) => unit switch
    {
        Unit.Nanogram => (1, 1),
        Unit.Microgram => (1, 1_000),
        Unit.Milligram => (1, 1_000_000),
        Unit.Gram => (1, 1_000_000_000),
        Unit.Kilogram => (1, 1_000_000_000_000),
        Unit.Millilitre => (2, 1),
        Unit.Litre => (2, 1_000),
        Unit.Micromole => (3, 1),
        Unit.Millimole => (3, 1_000),
        Unit.Millimetre => (4, 1),
        Unit.Centimetre => (4, 10),
        Unit.Metre => (4, 1_000),
        Unit.MicromolePerLitre => (5, 1),
        Unit.MillimolePerLitre => (5, 1_000),
        Unit.MicrogramPerKilogram => (6, 1),
        Unit.MilligramPerKilogram => (6, 1_000),
        Unit.NanogramPerLitre => (7, 1),
        Unit.MilligramPerLitre => (7, 1_000_000),
        Unit.GramPerLitre => (7, 1_000_000_000),
        Unit.MicrogramPerHour => (8, 1),
        Unit.MilligramPerHour => (8, 1_000),
        Unit.MilligramPerDay => (9, 1),
        Unit.GramPerDay => (9, 1_000),
        _ => (0, 1),
    };
}
