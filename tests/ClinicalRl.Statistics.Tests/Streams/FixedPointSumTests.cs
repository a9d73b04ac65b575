using ClinicalRl.Statistics.Streams;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Streams;

public sealed class FixedPointSumTests
{
    private static readonly Gen<double> Term = Gen.Double[-1_000, 1_000];

    [Fact]
    public void Sum_IsTheSameBits_InAnyOrderAndAnyParts() =>
        Gen.Select(Term.Array[0, 200], Gen.Int[0, 200], Gen.ULong).Sample((terms, cut, seed) =>
        {
            var shuffled = Shuffle.Of(terms, seed);
            cut = Math.Min(cut, terms.Length);
            Assert.Equal(Total(terms), Total(shuffled[..cut]) + Total(shuffled[cut..]));
        });

    [Fact]
    public void Sum_IsTheSum() => Term.Array[0, 500].Sample(terms =>
        Assert.Equal(terms.Sum(), Total(terms).Value, 1e-9));

    [Fact]
    public void Of_RoundsToHalfAUnit() => Gen.Double[-1, 1].Sample(term => Assert.Equal(term, FixedPointSum.Of(term).Value, Math.Pow(2, -61)));

    [Fact]
    public void Sum_IsBack_WhenATermIsTakenBack() => Gen.Select(Term.Array[0, 50], Term).Sample((terms, term) =>
        Assert.Equal(Total(terms), Total(terms) + FixedPointSum.Of(term) - FixedPointSum.Of(term)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e13)]
    public void Of_Refuses_WhatItCannotHold(double term) => Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointSum.Of(term));

    private static FixedPointSum Total(double[] terms) => terms.Aggregate(default(FixedPointSum), (sum, term) => sum + FixedPointSum.Of(term));
}
