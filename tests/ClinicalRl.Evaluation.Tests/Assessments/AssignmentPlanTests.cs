using System.Collections.Immutable;
using ClinicalRl.Evaluation.Assessments;
using CsCheck;

namespace ClinicalRl.Evaluation.Tests.Assessments;

public sealed class AssignmentPlanTests
{
    private static readonly EpisodeCandidate[] Episodes = [.. Enumerable.Range(0, 30).Select(place => EpisodeChooserTests.Candidate(place, place % 3))];

    private static readonly Dictionary<string, int> Gold = Enumerable.Range(0, 20).ToDictionary(place => FormattableString.Invariant($"trace-{place:D2}"), place => place < 10 ? 3 : 0);

    private static readonly AssignmentTerms Terms = new(3, 0.25, 0.2, 11);

    [Fact]
    public void Episodes_GoToThreeEvaluatorsEach_WithEvenLoads() => Gen.Select(Gen.Int[3, 12], Gen.Int[1, 30], Gen.ULong).Sample((evaluators, episodes, seed) =>
    {
        var plan = Make(Pool(evaluators), Terms with { Seed = seed }, Episodes[..episodes]);
        var own = plan.Where(assignment => assignment.Kind == AssignmentKind.Episode).ToArray();
        Assert.Equal(3 * episodes, own.Length);
        Assert.All(own.GroupBy(assignment => assignment.Source), episode => Assert.Equal(3, episode.Select(assignment => assignment.Evaluator).Distinct().Count()));
        var loads = Pool(evaluators).Select(evaluator => own.Count(assignment => assignment.Evaluator == evaluator.Id)).ToArray();
        Assert.True(loads.Max() - loads.Min() <= 1);
    });

    [Fact]
    public void Plan_IsTheSame_ForTheSameSeed_WhateverTheOrder()
    {
        var first = Make(Pool(6), Terms, Episodes);
        Assert.True(AssignmentPlan.TryMake([.. Episodes.Reverse()], [.. Pool(6).Reverse()], Gold.Reverse().ToDictionary(), Terms, out var again, out _));
        Assert.Equal(first, again.Value);
        Assert.NotEqual(first, Make(Pool(6), Terms with { Seed = 12 }, Episodes));
    }

    [Fact]
    public void Gold_IsAsOftenAsStated_UnseenAndLeastShown_AndAnywhere()
    {
        var pool = Pool(5);
        pool[0] = pool[0] with { Seen = [.. Gold.Keys.Where(key => string.CompareOrdinal(key, "trace-15") >= 0)] };
        var places = new List<double>();
        for (var seed = 0UL; seed < 60; seed++)
        {
            foreach (var own in Make(pool, Terms with { Seed = seed }, Episodes).GroupBy(assignment => assignment.Evaluator))
            {
                var queue = own.ToArray();
                var gold = queue.Where(assignment => assignment.Kind == AssignmentKind.Gold).ToArray();
                Assert.Equal((int)Math.Ceiling(0.25 * queue.Count(assignment => assignment.Kind == AssignmentKind.Episode)), gold.Length);
                Assert.Equal(gold.Length, gold.Select(assignment => assignment.Source).Distinct().Count());
                Assert.DoesNotContain(gold, assignment => pool.Single(known => known.Id == own.Key).Seen.Contains(assignment.Source));
                if (own.Key != pool[0].Id)
                    Assert.All(gold, assignment => Assert.Equal(0, Gold[assignment.Source]));
                places.AddRange(queue.Index().Where(place => place.Item.Kind == AssignmentKind.Gold).Select(place => (place.Index + 0.5) / queue.Length));
            }
        }

        Assert.InRange(places.Average(), 0.47, 0.53);   // nobody can tell by the place in the queue
        Assert.InRange(places.Count(place => place < 0.25) / (double)places.Count, 0.2, 0.3);
    }

    [Fact]
    public void Repeats_ComeLongAfterTheFirstTime()
    {
        for (var seed = 0UL; seed < 30; seed++)
        {
            foreach (var own in Make(Pool(4), Terms with { Seed = seed }, Episodes).GroupBy(assignment => assignment.Evaluator))
            {
                var queue = own.ToList();
                var repeats = queue.Where(assignment => assignment.Kind == AssignmentKind.Repeat).ToList();
                Assert.Equal((int)Math.Round(0.2 * queue.Count(assignment => assignment.Kind == AssignmentKind.Episode), MidpointRounding.AwayFromZero), repeats.Count);
                Assert.All(repeats, repeat => Assert.True(queue.IndexOf(repeat) > queue.FindIndex(first => first.Source == repeat.Source && first.Kind == AssignmentKind.Episode)));
            }
        }
    }

    [Theory]
    [InlineData(ConflictOfInterest.RewardFunction, "triage-queue-safety", 30)]
    [InlineData(ConflictOfInterest.RewardFunction, "another", 0)]
    [InlineData(ConflictOfInterest.Customer, "", 30)]
    [InlineData(ConflictOfInterest.Episode, "ep_004_1", 1)]
    [InlineData(ConflictOfInterest.Label, "run=ppo-2", 10)]
    public void Conflict_KeepsFromWhatItNames(string kind, string value, int excluded)
    {
        var pool = Pool(4);
        pool[1] = pool[1] with { Conflicts = [new ConflictOfInterest(kind, value)] };
        var mine = Make(pool, Terms, Episodes).Where(assignment => assignment.Evaluator == pool[1].Id && assignment.Kind != AssignmentKind.Gold).Select(assignment => assignment.Source).ToHashSet();
        Assert.Equal(excluded, Episodes.Count(episode => !pool[1].MayJudge(episode)));
        Assert.DoesNotContain(Episodes, episode => mine.Contains(episode.Episode) && !pool[1].MayJudge(episode));
        Assert.Equal(excluded == 30, mine.Count == 0);
    }

    [Fact]
    public void Plan_IsRefused_WhenTooFewMayJudge()
    {
        Assert.False(AssignmentPlan.TryMake(Episodes, Pool(2), Gold, Terms, out _, out var problem));
        Assert.StartsWith("Each episode needs 3 evaluators who may judge it; there are 2", problem, StringComparison.Ordinal);
        var pool = Pool(3);
        pool[2] = pool[2] with { Conflicts = [new ConflictOfInterest(ConflictOfInterest.Episode, "ep_004_1")] };
        Assert.False(AssignmentPlan.TryMake(Episodes, pool, Gold, Terms, out _, out problem));
        Assert.Contains("ep_004_1", problem, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => AssignmentPlan.TryMake(Episodes, Pool(5), Gold, Terms with { EvaluatorsPerEpisode = 2 }, out _, out _));
    }

    [Fact]
    public void TakeOver_GoesToTheLeastBusy_WhoMayAndHasNotHadIt()
    {
        var pool = Pool(4);
        var loads = new Dictionary<string, int> { [pool[0].Id] = 1, [pool[1].Id] = 5, [pool[2].Id] = 2, [pool[3].Id] = 0 };
        Assert.Equal(pool[0].Id, AssignmentPlan.TakeOver(Episodes[0], pool, loads, new HashSet<string> { pool[3].Id }, 1));
        pool[0] = pool[0] with { Conflicts = [new ConflictOfInterest(ConflictOfInterest.Customer, "")] };
        Assert.Equal(pool[2].Id, AssignmentPlan.TakeOver(Episodes[0], pool, loads, new HashSet<string> { pool[3].Id }, 1));
        Assert.Null(AssignmentPlan.TakeOver(Episodes[0], pool, loads, pool.Select(evaluator => evaluator.Id).ToHashSet(), 1));
    }

    private static AvailableEvaluator[] Pool(int count) =>
        [.. Enumerable.Range(0, count).Select(place => new AvailableEvaluator(FormattableString.Invariant($"ev_{place:D2}"), [], ImmutableHashSet<string>.Empty))];

    private static ImmutableArray<PlannedAssignment> Make(AvailableEvaluator[] pool, AssignmentTerms terms, EpisodeCandidate[] episodes)
    {
        Assert.True(AssignmentPlan.TryMake(episodes, pool, Gold, terms, out var plan, out var problem), problem);
        return plan.Value;
    }
}
