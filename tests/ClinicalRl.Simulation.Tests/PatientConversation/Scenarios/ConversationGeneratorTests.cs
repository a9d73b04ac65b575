using System.Collections.Concurrent;
using System.Security.Cryptography;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.PatientConversation.Scenarios;

namespace ClinicalRl.Simulation.Tests.PatientConversation.Scenarios;

public sealed class ConversationGeneratorTests
{
    private const int Many = 20_000;
    private const int FewestDistinct = 19_900;

    [Fact]
    public void Splits_NeverShareAScenario()
    {
        var train = Fingerprints(Split.Train, Many);
        var others = Fingerprints(Split.Validation, Many / 2).Concat(Fingerprints(Split.Heldout, Many / 2)).ToArray();
        Assert.True(train.Count >= FewestDistinct);
        Assert.DoesNotContain(others, fingerprint => train.Contains(fingerprint));
        Assert.All(train, fingerprint => Assert.Equal(Split.Train, ConversationGenerator.SplitOf(fingerprint)));
        Assert.All(others, fingerprint => Assert.NotEqual(Split.Train, ConversationGenerator.SplitOf(fingerprint)));
    }

    [Theory]
    [InlineData(Difficulty.Easy)]
    [InlineData(Difficulty.Standard)]
    [InlineData(Difficulty.Hard)]
    public void FirstObservations_Differ(Difficulty difficulty)
    {
        var distinct = new ConcurrentDictionary<UInt128, bool>();
        Parallel.For(0, Many, seed =>
        {
            var first = Talks.Environment.Reset(new ScenarioKey(Split.Train, (ulong)seed, difficulty));
            distinct.TryAdd(System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(first.Observation.Data.Span)), true);
        });
        Assert.True(distinct.Count >= FewestDistinct, $"{distinct.Count} distinct first observations");
    }

    [Fact]
    public void DangerousTwins_ComeAsOftenAsTheDifficultySays()
    {
        foreach (var difficulty in Enum.GetValues<Difficulty>())
        {
            var share = Enumerable.Range(0, 3_000).Count(seed => Talks.Generate((ulong)seed, difficulty).Twin.IsDangerous) / 3_000.0;
            Assert.Equal(Talks.Content.Parameters.For(difficulty).DangerousPerMille / 1000.0, share, 0.03);
        }
    }

    [Fact]
    public void Scenarios_AreWhole()
    {
        for (var seed = 0UL; seed < 3_000; seed++)
        {
            var scenario = Talks.Generate(seed, (Difficulty)(seed % 3));
            Assert.InRange(scenario.AgeMonths, scenario.Family.LowestAgeMonths, scenario.Family.HighestAgeMonths);
            Assert.True(scenario.Family.Sex == "any" || scenario.Female == (scenario.Family.Sex == "female"));
            Assert.DoesNotContain('{', scenario.Opening);
            Assert.Equal(scenario.Language is null, scenario.Interpreter is null);
            Assert.True(scenario.Language is null || scenario.Family.AllowsLanguageBarrier);
            Assert.True(scenario.Pressure is null || scenario.Twin.Pressures.Any(index => Talks.Content.Pressures[index] == scenario.Pressure));
            Assert.InRange(scenario.StartTrust, 20, 80);
        }
    }

    [Fact]
    public void Fingerprint_IsEqualForEqualKeys()
    {
        var (one, other) = (Talks.Generate(99, Difficulty.Hard, Split.Heldout), Talks.Generate(99, Difficulty.Hard, Split.Heldout));
        Assert.Equal(one.Fingerprint, other.Fingerprint);
        Assert.NotEqual(one.Fingerprint, Talks.Generate(99, Difficulty.Easy, Split.Heldout).Fingerprint);
    }

    private static HashSet<ulong> Fingerprints(Split split, int count)
    {
        var fingerprints = new ulong[count];
        Parallel.For(0, count, i => fingerprints[i] = Talks.Generate((ulong)i, (Difficulty)(i % 3), split).Fingerprint);
        return [.. fingerprints];
    }
}
