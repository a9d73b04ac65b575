using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>One named table of approximate oral morphine equivalents for adults.</summary>
/// <param name="Name">Which table it is; published tables differ.</param>
/// <param name="Source">Source id.</param>
/// <param name="PerMilligram">Milligrams of oral morphine that a milligram equals, by medicine.</param>
/// <param name="Patches">Milligrams of oral morphine a day that a patch strength equals, by medicine.</param>
internal sealed record OpioidTable(
    string Name, string Source, ImmutableDictionary<int, double> PerMilligram, ImmutableDictionary<int, ImmutableArray<(double Strength, double Morphine)>> Patches)
{
    public static OpioidTable Load(Formulary formulary)
    {
        var file = ContentFiles.Open("prescribing/opioids.yaml");
        var equals = file.Map("morphine_10_mg_equals");
        var perMilligram = equals.Keys.ToImmutableDictionary(id => Known(id), id => 10 / equals.Number(id));
        equals.Close();
        var patches = file.Map("patches");
        var strengths = patches.Keys.ToImmutableDictionary(id => Known(id), id => ReadPatch(patches.Map(id)));
        patches.Close();
        var table = new OpioidTable(file.Text("name"), file.Text("source"), perMilligram, strengths);
        file.Close();
        return table;

        int Known(string id) => formulary.IndexOf(id) is var index and >= 0 ? index : throw file.Fail($"unknown medicine '{id}'");
    }

    private static ImmutableArray<(double, double)> ReadPatch(YamlMap map)
    {
        ImmutableArray<(double, double)> rows = [.. map.Keys.Select(strength => (double.Parse(strength, System.Globalization.CultureInfo.InvariantCulture), map.Number(strength)))];
        map.Close();
        return rows;
    }

    /// <summary>Milligrams of oral morphine a day; 0 for what is no opioid of the table, NaN for a patch strength that the table does not have.</summary>
    public double DailyMorphine(int medicine, double dose, double perDay)
    {
        if (Patches.TryGetValue(medicine, out var rows))
        {
            foreach (var (strength, morphine) in rows)
            {
                if (strength == dose)
                    return morphine;
            }

            return double.NaN;
        }

        return PerMilligram.TryGetValue(medicine, out var factor) ? dose * factor * perDay : 0;
    }
}
