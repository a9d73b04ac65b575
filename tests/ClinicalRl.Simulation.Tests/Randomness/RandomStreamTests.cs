using System.Numerics;
using ClinicalRl.Simulation.Randomness;
using CsCheck;

namespace ClinicalRl.Simulation.Tests.Randomness;

public sealed class RandomStreamTests
{
    /// <summary>Chi-square at 19 degrees of freedom exceeds this once in a hundred thousand samples.</summary>
    private const double ChiSquareLimit = 57;

    [Fact]
    public void NextUInt64_GivesTheReferenceOutputs_FromState1234()
    {
        var random = new RandomStream(1, 2, 3, 4);
        ulong[] outputs = [.. Enumerable.Range(0, 10).Select(_ => random.NextUInt64())];
        Assert.Equal(
            [
                11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832, 10595114339597558777,
                2904607092377533576,
            ],
            outputs);
    }

    [Fact]
    public void NextUnit_GivesTheReferenceReals_ForSeed42()
    {
        var random = new RandomStream(42);
        Assert.Equal(0.08386297105988216, random.NextUnit());
        Assert.Equal(0.3789802506626686, random.NextUnit());
    }

    /// <summary>Computed by an independent implementation of FNV-1a, SplitMix64 and xoshiro256**.</summary>
    [Theory]
    [InlineData(0UL, "", 0UL, 3424101210054077762UL, 5935793563669462118UL)]
    [InlineData(1UL, "arrivals", 0UL, 17794226941190634389UL, 17841254792861022966UL)]
    [InlineData(1UL, "arrivals", 1UL, 11989041828903228836UL, 7617997052157285991UL)]
    [InlineData(1UL, "vitals", 0UL, 2556273047803064628UL, 8737421630811138382UL)]
    [InlineData(ulong.MaxValue, "café", 7UL, 6559828678331296842UL, 380194717346171929UL)]
    public void Named_IsStable(ulong seed, string name, ulong index, ulong first, ulong second)
    {
        var random = RandomStream.Named(seed, name, index);
        Assert.Equal((first, second), (random.NextUInt64(), random.NextUInt64()));
    }

    [Fact]
    public void Named_GivesUnrelatedStreams_WhenSeedNameOrIndexDiffer()
    {
        var names = new[] { "a", "b", "ab", "ba", "triage-queue/train/easy", "triage-queue/train/hard" };
        var outputs = new HashSet<ulong>();
        var agreeing = 0;
        var count = 0;
        for (var seed = 0UL; seed < 50; seed++)
        {
            foreach (var name in names)
            {
                for (var index = 0UL; index < 4; index++)
                {
                    var (one, next) = (RandomStream.Named(seed, name, index), RandomStream.Named(seed, name, index + 1));
                    for (var i = 0; i < 20; i++, count++)
                    {
                        var value = one.NextUInt64();
                        agreeing += 64 - BitOperations.PopCount(value ^ next.NextUInt64());
                        Assert.True(outputs.Add(value), "two sub-streams overlap");
                    }
                }
            }
        }

        Assert.InRange(agreeing / (double)count, 31.7, 32.3);
    }

    [Fact]
    public void Copy_IsAFork()
    {
        var original = new RandomStream(7);
        original.NextUInt64();
        var fork = original;
        Assert.Equal(original, fork);
        var first = fork.NextUInt64();
        Assert.True(original != fork);
        Assert.Equal(first, original.NextUInt64());
        Assert.True(original == fork);
        Assert.Equal(original.GetHashCode(), fork.GetHashCode());
        Assert.False(original.Equals((object?)null));
    }

    [Fact]
    public void Words_RestoreTheStream() => Gen.Select(Gen.ULong, Gen.Int[0, 50]).Sample((seed, steps) =>
    {
        var random = new RandomStream(seed);
        for (var i = 0; i < steps; i++)
            random.NextUInt64();
        var (w0, w1, w2, w3) = random.Words;
        var restored = new RandomStream(w0, w1, w2, w3);
        return restored.NextUInt64() == random.NextUInt64() && restored == random;
    });

    [Fact]
    public void Words_RefuseTheAllZeroState() => Assert.Throws<ArgumentException>(() => new RandomStream(0, 0, 0, 0));

    [Fact]
    public void Draws_StayInTheirBounds() => Gen.Select(Gen.ULong, Gen.Int[1, int.MaxValue], Gen.Int[-1000, 1000], Gen.Int[0, 1000]).Sample((seed, bound, low, width) =>
    {
        var random = new RandomStream(seed);
        for (var i = 0; i < 20; i++)
        {
            Assert.InRange(random.Next(bound), 0, bound - 1);
            Assert.InRange(random.Between(low, low + width), low, low + width);
            Assert.InRange(random.NextUnit(), 0, 1 - 1e-17);
        }

        Assert.False(random.Chance(0));
        Assert.True(random.Chance(1000));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Next_Refuses_BoundsBelowOne(int bound) => Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1).Next(bound));

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(999UL)]
    public void Next_IsUniform(ulong seed)
    {
        const int Cells = 20, Draws = 20_000;
        var random = new RandomStream(seed);
        var counts = new int[Cells];
        for (var i = 0; i < Draws; i++)
            counts[random.Next(Cells)]++;
        Assert.True(ChiSquare(counts, Draws / (double)Cells) < ChiSquareLimit);
    }

    [Fact]
    public void Chance_IsRightInTheLongRun()
    {
        var random = new RandomStream(5);
        Assert.InRange(Enumerable.Range(0, 100_000).Count(_ => random.Chance(130)), 12_600, 13_400);
    }

    [Fact]
    public void PickWeighted_FollowsTheWeights()
    {
        var random = new RandomStream(11);
        var counts = new int[4];
        for (var i = 0; i < 60_000; i++)
            counts[random.PickWeighted([1, 0, 2, 3])]++;
        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[0], 9_600, 10_400);
        Assert.InRange(counts[2], 19_500, 20_500);
    }

    [Fact]
    public void PickWeighted_Refuses_WeightsThatAreAllZero() => Assert.ThrowsAny<ArgumentException>(() => new RandomStream(1).PickWeighted([0, 0]));

    [Fact]
    public void Shuffle_IsAPermutation() => Gen.Select(Gen.ULong, Gen.Int.Array[0, 40]).Sample((seed, items) =>
    {
        int[] shuffled = [.. items];
        new RandomStream(seed).Shuffle(shuffled.AsSpan());
        return shuffled.Order().SequenceEqual(items.Order());
    });

    [Fact]
    public void Shuffle_GivesEveryOrderAlike()
    {
        var random = new RandomStream(3);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 24_000; i++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(items);
            var order = new string(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.True(ChiSquare([.. counts.Values], 1_000) < ChiSquareLimit + 8);
    }

    [Fact]
    public void Pick_ReachesEveryItem()
    {
        var random = new RandomStream(8);
        Assert.Equal(["a", "b", "c"], Enumerable.Range(0, 100).Select(_ => random.Pick(["a", "b", "c"])).Distinct().Order());
    }

    private static double ChiSquare(int[] counts, double expected) => counts.Sum(count => (count - expected) * (count - expected) / expected);
}
