using ClinicalRl.Simulation.Randomness;
using CsCheck;

namespace ClinicalRl.Simulation.Tests.Randomness;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Next_GivesThePublishedOutputs_ForSeed1234567()
    {
        var state = 1234567UL;
        ulong[] outputs = [.. Enumerable.Range(0, 5).Select(_ => SplitMix64.Next(ref state))];
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], outputs);
    }

    [Fact]
    public void Mix_IsABijection() => Gen.Select(Gen.ULong, Gen.ULong).Sample((one, other) => one == other || SplitMix64.Mix(one) != SplitMix64.Mix(other));

    [Fact]
    public void Mix_ChangesAboutHalfOfTheBits_WhenOneBitOfTheInputChanges()
    {
        var changed = 0;
        for (var bit = 0; bit < 64; bit++)
        {
            for (var value = 1UL; value <= 100; value++)
                changed += System.Numerics.BitOperations.PopCount(SplitMix64.Mix(value) ^ SplitMix64.Mix(value ^ (1UL << bit)));
        }

        Assert.InRange(changed / 6400.0, 31, 33);
    }
}
