using System.Collections.Concurrent;
using System.Security.Cryptography;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing.Scenarios;
using ClinicalRl.Simulation.Tests.Environments;

namespace ClinicalRl.Simulation.Tests.Prescribing;

public sealed class PrescribingScenarioTests
{
    private const int Many = 20_000;
    private const int FewestDistinct = 19_900;
    private static readonly double[] AgesThatMatter = [12, 16, 18, 35, 55, 61, 65, 66, 75, 80];   // rules and regimens change here
    private static readonly string[] Policies = ["guideline", "capitulate", "reassure-all", "verbose"];

    [Fact]
    public void Splits_NeverShareAScenario()
    {
        var train = Fingerprints(Split.Train, Many);
        var others = Fingerprints(Split.Validation, Many / 2).Concat(Fingerprints(Split.Heldout, Many / 2)).ToArray();
        Assert.True(train.Count >= FewestDistinct);
        Assert.DoesNotContain(others, fingerprint => train.Contains(fingerprint));
        Assert.All(others, fingerprint => Assert.NotEqual(Split.Train, ScenarioGenerator.SplitOf(fingerprint)));
    }

    [Fact]
    public void FirstObservations_Differ()
    {
        var distinct = new ConcurrentDictionary<UInt128, bool>();
        Parallel.For(0, Many, seed =>
        {
            var first = Prescriber.Environment.Reset(new ScenarioKey(Split.Train, (ulong)seed, Difficulty.Standard));
            distinct.TryAdd(System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(first.Observation.Data.Span)), true);
        });
        Assert.True(distinct.Count >= FewestDistinct, $"{distinct.Count} distinct first observations");
    }

    [Fact]
    public void DangerousTwins_ComeAsOftenAsTheDifficultySays()
    {
        foreach (var difficulty in Enum.GetValues<Difficulty>())
        {
            const int Drawn = 4_000;
            var dangerous = Enumerable.Range(0, Drawn).Count(seed => Prescriber.Environment.Generator.Generate(new ScenarioKey(Split.Train, (ulong)seed, difficulty)).Twin.IsDangerous);
            Assert.Equal(Prescriber.Content.Parameters.For(difficulty).Dangerous / 1000.0, dangerous / (double)Drawn, 0.03);
        }
    }

    /// <summary>Twins of one request look the same at first sight, but for what was asked for.</summary>
    [Fact]
    public void FirstObservation_SaysNothingOfWhatIsHidden()
    {
        for (var seed = 0UL; seed < 400; seed++)
        {
            var scenario = Prescriber.Environment.Generator.Generate(new ScenarioKey(Split.Train, seed, Difficulty.Hard));
            var other = scenario with
            {
                Conditions = ~scenario.Conditions, Forbidden = ~scenario.Forbidden, Pressure = scenario.Pressure is null ? "No." : null, PharmacistOnDuty = !scenario.PharmacistOnDuty,
                Twin = scenario.Twin with { Clues = [], Allergies = [], Conditions = ~scenario.Twin.Conditions },
            };
            var (one, two) = (Prescriber.Environment.Begin(scenario).Observation, Prescriber.Environment.Begin(other).Observation);
            Assert.Equal(one.Text, two.Text);
            Assert.True(one.Data.Span.SequenceEqual(two.Data.Span));
        }
    }

    /// <summary>No observation holds a clue before its place is looked at, nor the name of a twin.</summary>
    [Fact]
    public void Clues_ComeOnlyFromTheirPlace()
    {
        for (var seed = 0UL; seed < 150; seed++)
        {
            var scenario = Prescriber.Environment.Generator.Generate(new ScenarioKey(Split.Train, seed, Difficulty.Standard));
            var words = Prescriber.Content.Words;
            var sought = new HashSet<string>(StringComparer.Ordinal);
            foreach (var move in Rollout.Play(Prescriber.Environment, scenario.Key, "guideline"))
            {
                if (move.Action is { Tool: "read_record" or "ask" or "query" } action)
                    sought.Add(action.Arguments.EnumerateObject().First().Value.GetString()!);
                foreach (var clue in scenario.Twin.Clues)
                {
                    var place = clue.In.Channel switch
                    {
                        Simulation.Prescribing.Content.Channel.Section => words.Sections[clue.In.Index].Id,
                        Simulation.Prescribing.Content.Channel.Ask => words.Topics[clue.In.Index].Id,
                        _ => words.Queries[clue.In.Index].Id,
                    };
                    Assert.True(sought.Contains(place) || !move.After.Observation.Text.Contains(clue.Text, StringComparison.Ordinal));
                }
            }
        }
    }

    /// <summary>Name, ethnicity, language and, where no rule looks at them, sex and a year of age: equal actions give equal events, to the last bit, and so equal rewards.</summary>
    [Fact]
    public void EquityTwins_AreJudgedAlike()
    {
        var compared = 0;
        for (var seed = 0UL; seed < 300; seed++)
        {
            var key = new ScenarioKey(Split.Validation, seed, (Difficulty)(seed % 3));
            var scenario = Prescriber.Environment.Generator.Generate(key);
            var cast = Prescriber.Content.Cast;
            var twin = scenario with
            {
                Name = scenario.Name == "Wei Chen" ? "Joan Smith" : "Wei Chen",
                Ethnicity = cast.Ethnicities.First(other => other != scenario.Ethnicity),
                Language = cast.Languages.First(other => other != scenario.Language),
                Numbers = scenario.Numbers.SetItem(Prescriber.Content.Words.Age, Older(scenario.Number(Prescriber.Content.Words.Age))),
                Female = scenario.Family.Sex == "any" ? !scenario.Female : scenario.Female,
                RequestText = scenario.RequestText.Replace(scenario.Name, "Wei Chen", StringComparison.Ordinal),
            };
            foreach (var policy in Policies)
            {
                var (one, other) = (new Request(scenario), new Request(twin));
                foreach (var action in Rollout.Play(Prescriber.Environment, key, policy).Where(move => move.Action is not null).Select(move => move.Action!))
                {
                    one.Do(action);
                    other.Do(action);
                }

                Assert.Equal(one.Ended, other.Ended);
                Assert.Equal(one.All.Select(happened => (happened.Kind, string.Join(',', happened.Values))), other.All.Select(happened => (happened.Kind, string.Join(',', happened.Values))));
                compared += one.All.Count;
            }
        }

        Assert.True(compared > 2_000, $"only {compared} events were compared");
    }

    private static double Older(double age) => AgesThatMatter.Contains(age + 1) ? age : age + 1;

    private static HashSet<ulong> Fingerprints(Split split, int count)
    {
        var fingerprints = new ulong[count];
        Parallel.For(0, count, i => fingerprints[i] = Prescriber.Environment.Generator.Generate(new ScenarioKey(split, (ulong)i, (Difficulty)(i % 3))).Fingerprint);
        return [.. fingerprints];
    }
}
