using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Simulation.Safety;
using CsCheck;

namespace ClinicalRl.Evaluation.Tests.Assessments;

public sealed class EpisodeChooserTests
{
    private static readonly Dictionary<string, EarlierScore> None = [];

    /// <summary>40 scenarios of three episodes; every tenth fails gravely.</summary>
    private static readonly EpisodeCandidate[] Candidates = [.. Enumerable.Range(0, 120).Select(place => Candidate(place / 3, place % 3, grave: place / 3 % 10 == 0))];

    [Fact]
    public void All_ChoosesAll_WithCertainty()
    {
        var choice = Choose("all", 1);
        Assert.Equal((120, 40, 120), (choice.Population, choice.Scenarios, choice.Chosen.Length));
        Assert.All(choice.Chosen, chosen => Assert.Equal(1, chosen.Inclusion));
    }

    [Theory]
    [InlineData("random")]
    [InlineData("stratified")]
    [InlineData("most-uncertain")]
    [InlineData("disagreement")]
    public void Choice_IsReproducible_AndDoesNotDependOnTheOrder(string method)
    {
        var earlier = Candidates.Take(30).ToDictionary(candidate => candidate.Episode, candidate => new EarlierScore(candidate.Reward / 2, 0.001));
        var first = Choose(method, 12, 2, earlier);
        Assert.Equal(12, first.Chosen.Length);
        Assert.Equal(6, first.Chosen.Select(chosen => chosen.Candidate.Scenario).Distinct().Count());
        Assert.True(EpisodeChooser.TryChoose(Candidates.Reverse(), new ChoicePlan(method, 12, 2, 7), earlier, out var again, out _));
        Assert.Equal(first.Chosen, again.Chosen);
        Assert.NotEqual(first.Chosen, Choose(method, 12, 2, earlier, seed: 8).Chosen);
        Assert.All(first.Chosen, chosen => Assert.InRange(chosen.Inclusion, 1e-9, 1));
    }

    /// <summary>What is weighed by the inverse of its chance adds up to what there is, on average over seeds: the chances that are recorded are the true ones.</summary>
    [Theory]
    [InlineData("random", 2)]
    [InlineData("stratified", 1)]
    [InlineData("most-uncertain", 1)]
    [InlineData("disagreement", 1)]
    public void Inclusion_IsTheTrueChance_OverManySeeds(string method, int perScenario)
    {
        const int seeds = 600;
        var earlier = Candidates.Take(60).ToDictionary(candidate => candidate.Episode, candidate => new EarlierScore(candidate.Reward / 2, 0.1));
        var (chances, counts) = (new Dictionary<string, double>(), new Dictionary<string, int>());
        for (var seed = 0UL; seed < seeds; seed++)
        {
            foreach (var chosen in Choose(method, 10 * perScenario, perScenario, earlier, seed).Chosen)
            {
                chances[chosen.Candidate.Episode] = chosen.Inclusion;
                counts[chosen.Candidate.Episode] = counts.GetValueOrDefault(chosen.Candidate.Episode) + 1;
            }
        }

        Assert.Equal(Candidates.Length, counts.Count);   // nothing is out of reach
        Assert.All(counts, found => Assert.InRange(found.Value - (seeds * chances[found.Key]), -5 * Math.Sqrt(seeds * chances[found.Key]), 5 * Math.Sqrt(seeds * chances[found.Key])));
        Assert.InRange(counts.Sum(found => found.Value / (seeds * chances[found.Key])) / Candidates.Length, 0.97, 1.03);
    }

    [Fact]
    public void Stratified_SeesRareGraveFailures_MoreOftenThanTheirShare()
    {
        var choice = Choose("stratified", 8);
        Assert.Equal(4, choice.Chosen.Count(chosen => chosen.Candidate.WorstSeverity == Severity.S5));   // a tenth of the scenarios, half of the choice
        Assert.All(choice.Chosen.Where(chosen => chosen.Candidate.WorstSeverity == Severity.S5), chosen => Assert.Equal(1.0 / 3, chosen.Inclusion, 12));
        Assert.All(choice.Chosen.Where(chosen => chosen.Candidate.WorstSeverity == Severity.S0), chosen => Assert.Equal(4.0 / 36 / 3, chosen.Inclusion, 12));
    }

    [Fact]
    public void MostUncertain_DrawsMiddlingRewards_MoreOftenThanClearOnes()
    {
        EpisodeCandidate[] two = [.. Enumerable.Range(0, 20).Select(place => Candidate(place, 0) with { StepMean = place < 10 ? 0.5 : 0.99 })];
        Assert.True(EpisodeChooser.TryChoose(two, new ChoicePlan("most-uncertain", 5, 1, 1), None, out var choice, out _));
        var chance = choice.Chosen.ToLookup(chosen => chosen.Candidate.StepMean, chosen => chosen.Inclusion);
        Assert.All(chance[0.5], inclusion => Assert.Equal(5 * 0.25 / ((10 * 0.25) + (10 * 0.04)), inclusion, 12));

        // One that clinicians agreed on already is hardly drawn again.
        var earlier = two.Where(candidate => candidate.StepMean == 0.5).ToDictionary(candidate => candidate.Episode, _ => new EarlierScore(0.5, 0.0005));
        Assert.True(EpisodeChooser.TryChoose(two, new ChoicePlan("most-uncertain", 5, 1, 1), earlier, out choice, out _));
        Assert.True(choice.Chosen.Count(chosen => chosen.Candidate.StepMean == 0.5) <= 1);
    }

    [Fact]
    public void Disagreement_IsOfMeansOverSteps_NotOfACapOnTheEpisode()
    {
        // A gate capped the automatic reward of half of them; clinicians agree with every step of all.
        EpisodeCandidate[] capped = [.. Enumerable.Range(0, 20).Select(place => Candidate(place, 0) with { StepMean = 0.8, Reward = place < 10 ? 0.3 : 0.8 })];
        var agreed = capped.ToDictionary(candidate => candidate.Episode, _ => new EarlierScore(0.8, 0.001));
        Assert.True(EpisodeChooser.TryChoose(capped, new ChoicePlan("disagreement", 5, 1, 1), agreed, out var choice, out _));
        Assert.All(choice.Chosen, chosen => Assert.Equal(0.25, chosen.Inclusion, 12));
    }

    [Fact]
    public void Disagreement_SaysSo_WhenThereIsNoEarlierEvidence()
    {
        Assert.False(EpisodeChooser.TryChoose(Candidates, new ChoicePlan("disagreement", 5, 1, 1), None, out _, out var problem));
        Assert.Contains("earlier evidence", problem, StringComparison.Ordinal);
        Assert.False(EpisodeChooser.TryChoose([], new ChoicePlan("random", 5, 1, 1), None, out _, out problem));
        Assert.Equal("No sealed episode fits the selection.", problem);
    }

    [Fact]
    public void Chances_SumToTheDraw_AndNoneIsAboveOne() => Gen.Select(Gen.Double[1e-6, 10].Array[1, 40], Gen.Int[1, 40], Gen.ULong).Sample((sizes, wanted, seed) =>
    {
        var draw = Math.Min(wanted, sizes.Length);
        var chances = ProportionalDraw.Chances(sizes, draw);
        var random = Simulation.Randomness.RandomStream.Named(seed, "test");
        var drawn = ProportionalDraw.Draw(sizes, draw, ref random);
        return Math.Abs(chances.Sum() - draw) < 1e-9 && chances.All(chance => chance is > 0 and <= 1) && drawn.Count(chance => chance > 0) == draw
            && drawn.Zip(chances).All(pair => pair.First == 0 || pair.First == pair.Second);
    });

    [Fact]
    public void EveryMethod_IsOneThatARecordMayName() => Assert.All(AssessmentOpened.Selections, method =>
        Assert.True(EpisodeChooser.TryChoose(Candidates, new ChoicePlan(method, 3, 1, 1), Candidates.ToDictionary(candidate => candidate.Episode, _ => new EarlierScore(0.5, 0.01)), out _, out _)));

    internal static EpisodeCandidate Candidate(int scenario, int number, bool grave = false) => new()
    {
        Episode = FormattableString.Invariant($"ep_{scenario:D3}_{number}"),
        Scenario = FormattableString.Invariant($"triage-queue@1.1.0/train/{scenario}/standard"),
        RewardFunction = "triage-queue-safety",
        Labels = [FormattableString.Invariant($"run=ppo-{number}")],
        Reward = grave ? 0.2 : 0.5 + (0.01 * (scenario % 40)),
        StepMean = grave ? 0.2 : 0.5 + (0.01 * (scenario % 40)),
        JudgedSteps = 5,
        WorstCategory = grave ? SafetyCategory.CS01 : null,
        WorstSeverity = grave ? Severity.S5 : Severity.S0,
    };

    private static EpisodeChoice Choose(string method, int size, int perScenario = 1, Dictionary<string, EarlierScore>? earlier = null, ulong seed = 7)
    {
        Assert.True(EpisodeChooser.TryChoose(Candidates, new ChoicePlan(method, size, perScenario, seed), earlier ?? None, out var choice, out var problem), problem);
        return choice;
    }
}
