using System.Globalization;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Prescribing.Content;
using ClinicalRl.Simulation.Prescribing.Scenarios;

namespace ClinicalRl.Simulation.Prescribing.Flow;

/// <content>Finding out: the record, the patient, colleagues, the interaction checker and sums.</content>
internal sealed partial class PrescribingStep
{
    private const double PerDayThousandths = 1000;

    public string? Read(int section)
    {
        var bit = 1U << section;
        if ((progress.SectionsRead & bit) != 0)
            Waste();
        progress.SectionsRead |= bit;
        Look(new Source(Channel.Section, section), content.Parameters.Minutes.Read);
        return null;
    }

    public string? Ask(int topic)
    {
        var bit = 1U << topic;
        if ((progress.TopicsAsked & bit) != 0)
            Waste();
        progress.TopicsAsked |= bit;
        Look(new Source(Channel.Ask, topic), content.Parameters.Minutes.Ask);
        return null;
    }

    public string? Query(int about)
    {
        var bit = 1U << about;
        var place = new Source(Channel.Query, about);
        var repeated = (progress.QueriesMade & bit) != 0;
        var informative = !repeated && (scenario.Twin.MustCheck.Has(place) || scenario.Twin.Clues.Any(clue => clue.In == place));
        progress.QueriesMade |= bit;
        Add(PrescribingFacts.Queried, Bool(informative), ++progress.Queries);
        Look(place, content.Parameters.Minutes.Query);
        return null;
    }

    private void Look(Source place, int minutes)
    {
        result.Place = record.At(place);
        ShowSelfBought(place);
        Advance(minutes);
    }

    /// <summary>What someone takes without a chart is put on it once they tell of it.</summary>
    private void ShowSelfBought(Source place)
    {
        var next = 0;
        foreach (var clue in scenario.Twin.Clues)
        {
            if (clue.Takes is not { } taken)
                continue;
            var bit = (byte)(1 << next++);
            if (clue.In != place || (progress.SelfBoughtSeen & bit) != 0 || chart.Length == PrescribingState.MostOrders)
                continue;
            progress.SelfBoughtSeen |= bit;
            chart = [.. chart, taken];
        }
    }

    /// <summary>What the checker of a prescribing system does: pairs on the chart and allergies as charted, important or not.</summary>
    public string? CheckInteractions()
    {
        var alerts = new List<(string, int, int, string)>();
        for (var i = 0; i < chart.Length; i++)
        {
            if (!chart[i].IsActive)
                continue;
            AlertAllergy(i, alerts);
            for (var j = 0; j < chart.Length; j++)
            {
                if (j != i && chart[j].IsActive)
                    AlertPair(i, j, alerts);
            }
        }

        result.Alerts = alerts;
        result.Say(alerts.Count == 0 ? "The checker has no alert." : string.Create(CultureInfo.InvariantCulture, $"The checker has {alerts.Count} {(alerts.Count == 1 ? "alert" : "alerts")}."));
        progress.Flags |= ProgressFlags.InteractionsChecked;
        Advance(content.Parameters.Minutes.Interactions);
        return null;
    }

    private void AlertAllergy(int index, List<(string, int, int, string)> alerts)
    {
        foreach (var allergy in scenario.Twin.Allergies)
        {
            if ((content.Forbidden(allergy.Group, Reaction.Immediate) >> chart[index].Medicine & 1) != 0)
                alerts.Add(("allergy", index, -1, $"{NameOf(index)}: an allergy is charted for {allergy.Group}."));
        }
    }

    private void AlertPair(int first, int second, List<(string, int, int, string)> alerts)
    {
        foreach (var rule in content.Rules.AsSpan())
        {
            if (rule.IsPair && (rule.First >> chart[first].Medicine & 1) != 0 && (rule.Second >> chart[second].Medicine & 1) != 0)
                alerts.Add((rule.Id, first, second, $"{NameOf(first)} with {NameOf(second)}: {rule.Alert}"));
        }
    }

    private string NameOf(int index) => content.Formulary.Medicines[chart[index].Medicine].Name;

    public string? CalculateClearance(double? weight, double? creatinine)
    {
        if (scenario.Numbers[words.Age] < 16)
            return "calculate: Cockcroft-Gault is for adults.";
        var kilograms = weight ?? Known(words.Weight);
        var micromoles = creatinine ?? Known(words.Creatinine);
        if (double.IsNaN(kilograms))
            return "calculate: the weight is not known; read observations, ask, or give weight_kg.";
        if (double.IsNaN(micromoles))
            return "calculate: the creatinine is not known; read kidney or give creatinine_micromol_per_l.";
        var clearance = CockcroftGault.Clearance(scenario.Numbers[words.Age], kilograms, micromoles, scenario.Female);
        return Calculated("crcl", clearance, "mL/min", string.Create(CultureInfo.InvariantCulture, $"Creatinine clearance for {kilograms} kg and creatinine {micromoles} micromol/L"));
    }

    public string? CalculateMorphine(int medicine, double? dose, int frequency)
    {
        if (medicine >= 0)
        {
            if (dose is null || frequency < 0)
                return "calculate: oral_morphine_equivalent of a drug needs 'dose' and 'frequency'.";
            var daily = content.Opioids.DailyMorphine(medicine, dose.Value, words.Frequencies[frequency].PerDayThousandths / PerDayThousandths);
            return double.IsNaN(daily)
                ? $"calculate: the table ({content.Opioids.Name}) has no such patch strength."
                : Calculated("oral_morphine_equivalent", daily, "mg/day", $"Oral morphine equivalent ({content.Opioids.Name})");
        }

        if (!HasRead(MedicinesSection))
            return "calculate: read medicines first, or give drug, dose and frequency.";
        var total = 0.0;   // what was stopped this morning is still what the next opioid is converted from
        foreach (ref readonly var order in chart.AsSpan())
            total += order.Is(OrderFlags.Record) ? content.Opioids.DailyMorphine(order.Medicine, order.Dose, words.Frequencies[order.Frequency].PerDayThousandths / PerDayThousandths) : 0;
        return Calculated("oral_morphine_equivalent", total, "mg/day", $"Oral morphine equivalent of the record's opioids ({content.Opioids.Name})");
    }

    public string? CalculateForWeight(double? weight, double? perKg)
    {
        var kilograms = weight ?? Known(words.Weight);
        if (perKg is null)
            return "calculate: dose_for_weight needs 'per_kg'.";
        if (double.IsNaN(kilograms))
            return "calculate: the weight is not known; read observations, ask, or give weight_kg.";
        return Calculated("dose_for_weight", perKg.Value * kilograms, "", string.Create(CultureInfo.InvariantCulture, $"{perKg} for each of {kilograms} kg"));
    }

    private string? Calculated(string name, double value, string unit, string what)
    {
        var rounded = Math.Round(value * 10) / 10;
        result.Number = (name, rounded);
        result.Say(string.Create(CultureInfo.InvariantCulture, $"{what}: {rounded}{(unit.Length > 0 ? " " : "")}{unit}."));
        Advance(content.Parameters.Minutes.Calculate);
        return null;
    }

    /// <summary>A number as far as it was looked up: a result of today, what was told, or what the record shows; NaN for unknown.</summary>
    private double Known(int number)
    {
        for (var test = 0; test < words.Tests.Length; test++)
        {
            if (progress.ResultDue[test] == Progress.ResultCome && words.Tests[test].Gives.Contains(number))
                return scenario.Numbers[number];
        }

        foreach (var clue in scenario.Twin.Clues)
        {
            if (clue.Number == number && progress.Done.Has(clue.In))
                return scenario.Numbers[number];
        }

        var section = words.Numbers[number].Section;
        return section >= 0 && HasRead(section) ? scenario.Shown[number].Value : double.NaN;
    }
}
