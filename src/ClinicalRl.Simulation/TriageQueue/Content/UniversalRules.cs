using System.Collections.Immutable;
using ClinicalRl.Simulation.ClinicalScores;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.TriageQueue.Content;

/// <summary>Scores and times that apply to every presentation: NEWS2, MTS categories and pain, the disposition ladder.</summary>
internal sealed class UniversalRules
{
    private const int NoLimit = 5;   // category 5 demands nothing
    private readonly ImmutableArray<(int AtLeast, bool SingleRed, Placement Placement)> responses;
    private readonly ImmutableArray<(int AtLeast, int Category)> pain;

    private UniversalRules(YamlMap file)
    {
        var news2 = file.Map("news2");
        News2 = new News2(news2);
        News2MinimumMonths = news2.Map("minimum_age_years").Whole("value") * 12;
        responses =
        [
            .. news2.Maps("responses").Select(row =>
                (row.Has("at_least") ? row.Whole("at_least") : int.MaxValue, row.Flag("single_red"), FamilyReader.ReadPlacement(row))),
        ];
        var categories = file.Map("categories");
        CategoryMinutes = [.. categories.Maps("levels").Select(level => level.Whole("minutes"))];
        pain = [.. categories.Maps("pain").Select(row => (row.Whole("at_least"), row.Whole("category")))];
        DispositionTitles = [.. file.Map("dispositions").Maps("ladder").Select(rung => rung.Text("title"))];
    }

    public News2 News2 { get; }

    /// <summary>NEWS2 is for people of at least this age, in months.</summary>
    public int News2MinimumMonths { get; }

    /// <summary>Maximum minutes to the first clinician, for categories 1 to 5.</summary>
    public ImmutableArray<int> CategoryMinutes { get; }

    public ImmutableArray<string> DispositionTitles { get; }

    public static UniversalRules Load() => new(ContentFiles.Open("triage-queue/rules.yaml"));

    /// <summary>What a NEWS2 result demands; nothing below its thresholds.</summary>
    public Placement? ForNews2(News2Score score)
    {
        foreach (var (atLeast, singleRed, placement) in responses)
        {
            if (score.Total >= atLeast || (singleRed && score.HasSingleRed))
                return placement;
        }

        return null;
    }

    /// <summary>The MTS category that a pain score of 0 to 10 demands.</summary>
    public int CategoryForPain(double score)
    {
        foreach (var (atLeast, category) in pain)
        {
            if (score >= atLeast)
                return category;
        }

        return NoLimit;
    }
}
