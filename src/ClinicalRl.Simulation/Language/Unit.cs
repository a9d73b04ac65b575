namespace ClinicalRl.Simulation.Language;

/// <summary>Units a quantity may have.</summary>
public enum Unit : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>Gram.</summary>
    Gram,

    /// <summary>Milligram.</summary>
    Milligram,

    /// <summary>Microgram.</summary>
    Microgram,

    /// <summary>Nanogram.</summary>
    Nanogram,

    /// <summary>Kilogram.</summary>
    Kilogram,

    /// <summary>Litre.</summary>
    Litre,

    /// <summary>Millilitre.</summary>
    Millilitre,

    /// <summary>Millimole.</summary>
    Millimole,

    /// <summary>Micromole.</summary>
    Micromole,

    /// <summary>Units, as of insulin; "IU" and "U" too.</summary>
    Units,

    /// <summary>Tablets or capsules.</summary>
    Tablets,

    /// <summary>Puffs.</summary>
    Puffs,

    /// <summary>Drops.</summary>
    Drops,

    /// <summary>Patches.</summary>
    Patches,

    /// <summary>Doses, sachets, ampoules.</summary>
    Doses,

    /// <summary>Per cent.</summary>
    Percent,

    /// <summary>Millimetre of mercury.</summary>
    MillimetreOfMercury,

    /// <summary>Kilopascal.</summary>
    Kilopascal,

    /// <summary>Degree Celsius.</summary>
    DegreeCelsius,

    /// <summary>Centimetre.</summary>
    Centimetre,

    /// <summary>Millimetre.</summary>
    Millimetre,

    /// <summary>Metre.</summary>
    Metre,

    /// <summary>Year, of age.</summary>
    YearOfAge,

    /// <summary>Month, of age.</summary>
    MonthOfAge,

    /// <summary>Week, of age or of pregnancy.</summary>
    WeekOfAge,

    /// <summary>Day, of age.</summary>
    DayOfAge,

    /// <summary>Second, of capillary refill.</summary>
    Second,

    /// <summary>Per minute: breaths, beats.</summary>
    PerMinute,

    /// <summary>Litre per minute, of oxygen.</summary>
    LitrePerMinute,

    /// <summary>Millilitre per hour.</summary>
    MillilitrePerHour,

    /// <summary>Millilitre per minute, of clearance.</summary>
    MillilitrePerMinute,

    /// <summary>Millimole per litre.</summary>
    MillimolePerLitre,

    /// <summary>Micromole per litre.</summary>
    MicromolePerLitre,

    /// <summary>Millimole per mole, of HbA1c.</summary>
    MillimolePerMole,

    /// <summary>Millimole per hour.</summary>
    MillimolePerHour,

    /// <summary>Gram per litre.</summary>
    GramPerLitre,

    /// <summary>Milligram per litre.</summary>
    MilligramPerLitre,

    /// <summary>Nanogram per litre.</summary>
    NanogramPerLitre,

    /// <summary>Milligram per kilogram.</summary>
    MilligramPerKilogram,

    /// <summary>Microgram per kilogram.</summary>
    MicrogramPerKilogram,

    /// <summary>Millilitre per kilogram.</summary>
    MillilitrePerKilogram,

    /// <summary>Units per kilogram.</summary>
    UnitsPerKilogram,

    /// <summary>Units per hour.</summary>
    UnitsPerHour,

    /// <summary>Milligram per day.</summary>
    MilligramPerDay,

    /// <summary>Gram per day.</summary>
    GramPerDay,

    /// <summary>Milligram per hour.</summary>
    MilligramPerHour,

    /// <summary>Microgram per hour.</summary>
    MicrogramPerHour,

    /// <summary>Milligram per millilitre.</summary>
    MilligramPerMillilitre,

    /// <summary>Millilitre per kilogram per hour.</summary>
    MillilitrePerKilogramPerHour,

    /// <summary>Ten to the ninth per litre, of cell counts.</summary>
    BillionPerLitre,

    /// <summary>An NHS number: ten digits, whole.</summary>
    NhsNumber,

    /// <summary>Units of alcohol, cigarettes or the like: a plain count of things.</summary>
    Count,
}
