using System.Collections.Immutable;
using System.Text;
using ClinicalRl.Audit.Jose;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.SignOffs;
using ClinicalRl.Testing.RunLogs;
using CsCheck;

namespace ClinicalRl.Audit.Tests.Ledger;

public sealed class LedgerDocumentTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 9, 30, 0, TimeSpan.Zero);

    private static readonly LedgerEntry Entry = new("t1", "ep_a", Sha256Digest.Of("log"u8), Time);

    private static readonly LedgerCheckpoint Checkpoint = new("t1", 7, Sha256Digest.Of("root"u8), Time);

    [Fact]
    public void Entry_HasTheDocumentedBytes()
    {
        Assert.Equal(
            $$"""{"record":"sealed-log","format":1,"tenant":"t1","episode":"ep_a","log":"{{Sha256Digest.Of("log"u8)}}","sealed":"2026-11-22T09:30:00.000Z"}""",
            Encoding.UTF8.GetString(Entry.ToBytes()));
        Assert.True(LedgerEntry.TryRead(Entry.ToBytes(), out var read, out _));
        Assert.Equal(Entry, read);
    }

    [Fact]
    public void Entry_IsMadeOfAWholeSealedLog_AndOfNothingElse()
    {
        var log = RecordedEpisode.Whole(3).Log;
        var entry = LedgerEntry.Of(log);
        Assert.Equal(new LedgerEntry("t1", "ep_recorded", Sha256Digest.Of(log), new DateTimeOffset(2026, 11, 22, 13, 0, 0, TimeSpan.Zero)), entry);
        Assert.Null(LedgerEntry.Of(log.AsMemory(0, log.Length - 1)));
        Assert.Null(LedgerEntry.Of(RecordedEpisode.Begin(3).Log));
        Assert.Null(LedgerEntry.Of(default));
        Assert.Null(LedgerEntry.Of("\n"u8.ToArray()));
    }

    [Fact]
    public void Proofs_AreReadBack_AndInNoOtherSpelling()
    {
        var inclusion = new InclusionProof(Entry, 3, 9, [Sha256Digest.Of("a"u8), Sha256Digest.Of("b"u8)]);
        Assert.True(InclusionProof.TryRead(inclusion.ToBytes(), out var read, out _));
        Assert.Equal((inclusion.Entry, 3L, 9L), (read.Entry, read.LeafIndex, read.TreeSize));
        Assert.Equal(inclusion.Path.AsEnumerable(), read.Path);
        var consistency = new ConsistencyProof(3, 9, []);
        Assert.True(ConsistencyProof.TryRead(consistency.ToBytes(), out var again, out _));
        Assert.Equal((3L, 9L, 0), (again.From, again.To, again.Path.Length));
        EveryChangeIsNoticed(inclusion.ToBytes(), bytes => InclusionProof.TryRead(bytes, out var other, out _) && other.ToBytes().AsSpan().SequenceEqual(inclusion.ToBytes()));
        EveryChangeIsNoticed(consistency.ToBytes(), bytes => ConsistencyProof.TryRead(bytes, out var other, out _) && other.ToBytes().AsSpan().SequenceEqual(consistency.ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{\"entry\":7}")]
    [InlineData("{\"from\":18446744073709551615,\"to\":1,\"consistencyPath\":[]}")]
    [InlineData("{\"from\":1,\"to\":1,\"consistencyPath\":[\"zz\"]}")]
    [InlineData("{\"from\":1,\"to\":2,\"consistencyPath\":[]} ")]
    [InlineData("{\"from\":1,\"to\":2,\"consistencyPath\":[[]]}")]
    public void Proofs_AreRefused_WhenTheyAreNone(string text)
    {
        Assert.False(InclusionProof.TryRead(Encoding.UTF8.GetBytes(text), out _, out var problem));
        Assert.NotEmpty(problem);
        Assert.False(ConsistencyProof.TryRead(Encoding.UTF8.GetBytes(text), out _, out problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Reading_NeverThrows_WhateverTheBytes() => Gen.Byte.Array[0, 300].Sample(bytes =>
        !LedgerEntry.TryRead(bytes, out _, out _) && !InclusionProof.TryRead(bytes, out _, out _) && !ConsistencyProof.TryRead(bytes, out _, out _)
        && !SignedCheckpoint.TryRead(Encoding.Latin1.GetString(bytes), out _, out _));

    [Fact]
    public async Task Checkpoint_IsReadBack_AndItsSignatureCounts()
    {
        var text = await Checkpoint.SignAsync(RecordedEpisode.Key);
        Assert.True(SignedCheckpoint.TryRead(text, out var signed, out _));
        Assert.Equal(Checkpoint, signed.Checkpoint);
        Assert.Equal("clinicalrl/ledger/t1", signed.Checkpoint.Origin);
        Assert.True(signed.IsSignedBy(RecordedEpisode.Key.PublicKey));
        using var stranger = RecordedEpisode.NewKey();
        Assert.False(signed.IsSignedBy(stranger.PublicKey));
    }

    [Fact]
    public async Task Checkpoint_IsNotBelieved_AfterAnyChange()
    {
        var text = await Checkpoint.SignAsync(RecordedEpisode.Key);
        EveryChangeIsNoticed(Encoding.ASCII.GetBytes(text), bytes =>
            SignedCheckpoint.TryRead(Encoding.Latin1.GetString(bytes), out var signed, out _) && signed.IsSignedBy(RecordedEpisode.Key.PublicKey));
        foreach (var other in (string[])[text + "\n", " " + text, text + ".", text[..^1], "", "..", text + text])
            Assert.False(SignedCheckpoint.TryRead(other, out _, out _));
    }

    [Fact]
    public void AnotherSignedThing_IsNoCheckpoint()
    {
        Assert.False(SignedCheckpoint.TryRead(JwsCompact.Sign("{}"u8, LedgerCheckpoint.Type, RecordedEpisode.Key), out _, out var problem));
        Assert.NotEmpty(problem);
        Assert.False(SignedCheckpoint.TryRead(JwsCompact.Sign("{}"u8, SignOffStatement.Type, RecordedEpisode.Key), out _, out problem));
        Assert.Contains("typ", problem, StringComparison.Ordinal);
    }

    private static void EveryChangeIsNoticed(byte[] original, Func<byte[], bool> passes)
    {
        Assert.True(passes([.. original]));
        for (var at = 0; at < original.Length; at++)
        {
            foreach (var flip in (byte[])[1, 2, 0x20, 0x80])
            {
                var changed = (byte[])original.Clone();
                changed[at] ^= flip;
                Assert.False(passes(changed), $"byte {at} xor {flip}");
            }
        }
    }
}
