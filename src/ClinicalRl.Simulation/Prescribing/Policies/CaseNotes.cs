using System.Text.Json;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Prescribing.Content;

namespace ClinicalRl.Simulation.Prescribing.Policies;

/// <summary>What a policy has found out about the person: only what observations told it.</summary>
internal sealed class CaseNotes : IPatientFacts
{
    private const int AdultYears = 16;

    private readonly PrescribingContent content;
    private readonly Vocabulary words;
    private readonly double[] numbers;
    private readonly double[] weeks;
    private readonly Dictionary<string, Reaction> allergies = new(StringComparer.Ordinal);

    public CaseNotes(PrescribingContent content, PrescribingView first)
    {
        (this.content, words, Female) = (content, content.Words, first.Female);
        numbers = new double[words.Numbers.Length];
        weeks = new double[words.Tests.Length];
        Array.Fill(numbers, double.NaN);
        Array.Fill(weeks, double.NaN);
        numbers[words.Age] = first.AgeYears;
        numbers[words.Pregnancy] = 0;
        numbers[words.MorphineEquivalent] = 0;
        Needs = [.. first.StatedNeeds];
        Monitors = new short[words.Tests.Length];
        Array.Fill(Monitors, Progress.NotOrdered);
        foreach (var line in first.Chart)
            Requested.Add(line);
    }

    public bool Female { get; }

    public ulong Conditions { get; private set; }

    public UInt128 Forbidden { get; private set; }

    /// <summary>Indications to treat, as far as known.</summary>
    public List<int> Needs { get; }

    /// <summary>Days within which each test was ordered; negative for not.</summary>
    public short[] Monitors { get; }

    /// <summary>What was asked for, as it first stood.</summary>
    public List<SeenOrder> Requested { get; } = [];

    /// <summary>The weight on the record is old.</summary>
    public bool HasOldWeight { get; private set; }

    /// <summary>An allergy is charted that may not be what it says.</summary>
    public bool HasUnclearAllergy { get; private set; }

    /// <summary>An allergy turned out worse than charted.</summary>
    public bool HasWorseAllergy { get; private set; }

    /// <summary>Actions done, by tool and argument.</summary>
    public HashSet<string> Done { get; } = new(StringComparer.Ordinal);

    public double Number(int number) => numbers[number];

    public double WeeksSince(int test) => weeks[test];

    public bool Has(string condition) => (Conditions >> words.Conditions.IndexOf(condition) & 1) != 0;

    public void Note(PrescribingView view)
    {
        foreach (var fact in view.Result.GetProperty("facts").EnumerateArray())
            NoteFact(fact);
        foreach (var news in view.News.EnumerateArray())
        {
            foreach (var fact in news.GetProperty("facts").EnumerateArray())
                NoteFact(fact);
        }

        numbers[words.MorphineEquivalent] = view.Chart.Where(line => line.Order.Is(OrderFlags.Record))
            .Sum(line => content.Opioids.DailyMorphine(line.Order.Medicine, line.Order.Dose, words.Frequencies[line.Order.Frequency].PerDayThousandths / 1000.0));
        if (numbers[words.Age] >= AdultYears && !double.IsNaN(numbers[words.Weight]) && !double.IsNaN(numbers[words.Creatinine]))
            numbers[words.Crcl] = Math.Round(CockcroftGault.Clearance(numbers[words.Age], numbers[words.Weight], numbers[words.Creatinine], Female) * 10) / 10;
    }

    private void NoteFact(JsonElement fact)
    {
        var name = fact.GetProperty("name").GetString()!;
        switch (fact.GetProperty("kind").GetString())
        {
            case "condition":
                Conditions |= 1UL << words.Conditions.IndexOf(name);
                break;
            case "number":
                var number = words.Number(name);
                numbers[number] = fact.GetProperty("value").GetDouble();
                if (number == words.Weight)
                    HasOldWeight = fact.GetProperty("months_old").GetInt32() > 0;
                break;
            case "test":
                weeks[words.Test(name)] = fact.GetProperty("weeks").GetDouble();
                break;
            case "need":
                Needs.Add(content.Formulary.Indication(name));
                break;
            case "allergy":
                NoteAllergy(name, Enum.Parse<Reaction>(fact.GetProperty("reaction").GetString()!, ignoreCase: true));
                break;
            default:
                break;
        }
    }

    private void NoteAllergy(string group, Reaction reaction)
    {
        var known = allergies.TryGetValue(group, out var before);
        HasUnclearAllergy |= !known && reaction < Reaction.Immediate;
        HasWorseAllergy |= known && reaction > before;
        allergies[group] = reaction;
        Forbidden = 0;
        foreach (var (name, worst) in allergies)
            Forbidden |= content.Forbidden(name, worst);
    }
}
