using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.TriageQueue.Content;

/// <summary>A medicine the triage nurse may advise or start, with what makes it unsafe and its single dose.</summary>
internal sealed record Medicine
{
    public required string Id { get; init; }

    /// <summary>mg unless said otherwise.</summary>
    public required string Unit { get; init; }

    /// <summary>Single adult dose; 0 when the sources give none and doses are not judged.</summary>
    public required double AdultDose { get; init; }

    /// <summary>Dose by weight for people of at most <see cref="PerKgUpToKg"/>; 0 for none.</summary>
    public required double PerKg { get; init; }

    public required double PerKgUpToKg { get; init; }

    /// <summary>Dose by age, oldest band first; empty for none.</summary>
    public required ImmutableArray<(int FromMonths, double Dose)> Bands { get; init; }

    public required ImmutableArray<(Condition When, string Rule)> Avoid { get; init; }

    /// <summary>Whether it may only be given when the presentation's chart asks for it.</summary>
    public required bool OnlyWhenNeeded { get; init; }

    public required string Rule { get; init; }

    /// <summary>The right single dose for this person in the medicine's unit, or 0 when doses are not judged.</summary>
    public double DoseFor(int ageMonths, double weightKg)
    {
        foreach (var (fromMonths, dose) in Bands)
        {
            if (ageMonths >= fromMonths)
                return dose;
        }

        return PerKg > 0 && weightKg <= PerKgUpToKg ? PerKg * weightKg : AdultDose;
    }

    public static Medicine Read(YamlMap map, ImmutableArray<string> backgrounds)
    {
        var medicine = new Medicine
        {
            Id = map.Text("id"),
            Unit = map.OptionalText("unit") ?? "mg",
            AdultDose = map.Has("adult_mg") ? map.Number("adult_mg") : 0,
            PerKg = map.Has("per_kg_mg") ? map.Number("per_kg_mg") : 0,
            PerKgUpToKg = map.Has("per_kg_up_to_kg") ? map.Number("per_kg_up_to_kg") : 0,
            Bands = [.. map.OptionalMaps("bands").Select(band => (band.Whole("from_years") * 12, band.Number("dose")))],
            Avoid = [.. map.Maps("avoid").Select(avoid => ReadAvoid(avoid, backgrounds))],
            OnlyWhenNeeded = map.Flag("only_when_needed"),
            Rule = map.Text("rule"),
        };
        _ = map.Text("source");
        map.Close();
        return medicine;
    }

    private static (Condition When, string Rule) ReadAvoid(YamlMap map, ImmutableArray<string> backgrounds)
    {
        var term = Condition.ReadTerm(map.Text("when"), [], backgrounds) ?? throw map.Fail($"'{map.Text("when")}' is no background or comparison");
        var avoid = (new Condition([term], [], []), map.Text("rule"));
        _ = map.Text("source");
        map.Close();
        return avoid;
    }
}

/// <summary>What someone brings along: a long-term medicine, an allergy or an illness.</summary>
internal sealed record Background(string Code, int Check, int FromYears, int PerMille, string Present)
{
    public static Background Read(YamlMap map, Checks checks)
    {
        var background = new Background(
            map.Text("code"), checks.Find("ask", map.Text("ask")) ?? throw map.Fail("unknown topic"), map.Whole("from_years"), map.Whole("per_mille"), map.Text("present"));
        map.Close();
        return background;
    }
}
