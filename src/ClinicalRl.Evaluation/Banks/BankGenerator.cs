using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Randomness;

namespace ClinicalRl.Evaluation.Banks;

/// <summary>
/// Makes a bank of an environment: the reward function decides what is right. A stand-in until clinicians make items, and marked so. The same
/// environment and seed give the same bank to the last byte.
/// </summary>
public static class BankGenerator
{
    /// <summary>Items of each type.</summary>
    public const int ItemsOfType = 10;

    private const string Version = "1.0.0";
    private const ulong FirstSeed = 7_001;
    private const int MostScenarios = 400;

    /// <summary>Generates; false when the environment's scenarios do not give enough items of some type, which <paramref name="problem"/> names.</summary>
    public static bool TryGenerate(IEnvironment environment, RewardFunction rewardFunction, [NotNullWhen(true)] out GoldBank? bank, out string problem)
    {
        (bank, problem) = (null, "");
        var found = TaskTypes.All.ToDictionary(type => type, _ => new List<GoldItem>());
        var writer = new ItemWriter(environment.Spec.Id, $"{environment.Spec.Id}@{environment.Spec.Version}", $"{rewardFunction.Id}@{rewardFunction.Version}");
        var finder = new MomentFinder(environment, rewardFunction);
        var elsewhere = new SortedSet<string>(StringComparer.Ordinal);
        for (var scenario = 0UL; scenario < MostScenarios && found.Values.Any(items => items.Count < ItemsOfType); scenario++)
        {
            var random = RandomStream.Named(FirstSeed + scenario, "gold-items");
            FromMoments(finder.Moments(FirstSeed + scenario).ToArray(), writer, elsewhere, found, ref random);
            FromRuns(environment, finder, FirstSeed + scenario, writer, found, ref random);
        }

        if (found.FirstOrDefault(items => items.Value.Count < ItemsOfType) is { Value: not null } few)
        {
            problem = $"{environment.Spec.Id} gives too few items of the type {few.Key.Word()}.";
            return false;
        }

        var numbered = found.Values.SelectMany(items => items.Take(ItemsOfType)).Select((item, place) => item with { Id = FormattableString.Invariant($"{environment.Spec.Id}-gold-{place + 1:D3}") });
        bank = new GoldBank(
            $"{environment.Spec.Id}-gold", Version, $"{environment.Spec.Id}@{environment.Spec.Version}", environment.Spec.ContentHash, ClinicianMade: false, GoldBank.RuleDerived,
            [.. numbered]);
        return true;
    }

    /// <summary>At most one item of each type from a scenario, each from a moment of its own where there are enough.</summary>
    private static void FromMoments(Moment[] moments, ItemWriter writer, SortedSet<string> elsewhere, Dictionary<TaskType, List<GoldItem>> found, ref RandomStream random)
    {
        random.Shuffle<Moment>(moments);
        ImmutableArray<string> texts = [.. elsewhere];
        foreach (var type in TaskTypes.All.Where(type => type is not (TaskType.Annotation or TaskType.RedTeam) && found[type].Count < ItemsOfType))
        {
            // Each type begins elsewhere, so that one moment does not serve all of them.
            var first = (int)type * moments.Length / TaskTypes.All.Count;
            foreach (var moment in moments[first..].Concat(moments[..first]))
            {
                if (Make(type, moment, writer, texts, ref random) is not { } item || !IsNew(item, found[type]))
                    continue;
                found[type].Add(item);
                break;
            }
        }

        foreach (var verdict in moments.SelectMany(moment => moment.Options).SelectMany(option => option.Reward.Breakdown).Where(verdict => verdict.Because().Length > 0))
            elsewhere.Add(ItemWriter.Because(verdict));
    }

    private static GoldItem? Make(TaskType type, Moment moment, ItemWriter writer, ImmutableArray<string> elsewhere, ref RandomStream random) => type switch
    {
        TaskType.Rating => writer.Rating(moment, ref random),
        TaskType.Comparison => writer.Comparison(moment, ref random),
        TaskType.Ranking => writer.Ranking(moment, ref random),
        TaskType.Rubric => writer.Rubric(moment, ref random),
        TaskType.Correction => writer.Correction(moment, ref random),
        _ => writer.Justification(moment, elsewhere, ref random),
    };

    private static void FromRuns(IEnvironment environment, MomentFinder finder, ulong seed, ItemWriter writer, Dictionary<TaskType, List<GoldItem>> found, ref RandomStream random)
    {
        var degenerate = environment.Policies.Where(policy => policy.IsDegenerate).ToArray();
        if (found[TaskType.RedTeam].Count < ItemsOfType)
        {
            var honest = finder.Play(environment.Policies.Single(policy => policy.Name == "guideline"), seed);
            Add(writer.RedTeam(honest, finder.Play(random.Pick(degenerate), seed), ref random), found[TaskType.RedTeam]);
        }

        if (found[TaskType.Annotation].Count < ItemsOfType)
            Add(writer.Annotation(finder.Play(random.Pick(environment.Policies), seed), ref random), found[TaskType.Annotation]);
    }

    private static void Add(GoldItem? item, List<GoldItem> items)
    {
        if (item is not null && IsNew(item, items))
            items.Add(item);
    }

    /// <summary>Not the question of another item, nor more of one answer than half of the items may have.</summary>
    private static bool IsNew(GoldItem item, List<GoldItem> items) =>
        items.TrueForAll(other => other.Question != item.Question || !other.Shown.SequenceEqual(item.Shown))
        && (item.Type is TaskType.Annotation or TaskType.Ranking || items.Count(other => other.KeyWord() == item.KeyWord()) <= ItemsOfType / 2);
}
