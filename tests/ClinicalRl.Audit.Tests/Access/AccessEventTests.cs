using System.Text;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Audit.Tests.Bundles;
using ClinicalRl.Testing.Access;
using ClinicalRl.Testing.Corridor;
using ClinicalRl.Testing.Ledger;
using CsCheck;

namespace ClinicalRl.Audit.Tests.Access;

public sealed class AccessEventTests
{
    private static readonly AccessEvent Example = RecordedAccess.Event(0);

    [Fact]
    public void Event_IsReadBack_AndHasOneSpelling()
    {
        Gen.Int[0, 10_000].Sample(place =>
        {
            var entry = RecordedAccess.Event(place);
            Assert.True(AccessEvent.TryRead(entry.ToBytes(), out var read, out var problem), problem);
            Assert.Equal(entry, read);
        });
        var text = Encoding.UTF8.GetString(Example.ToBytes());
        foreach (var other in (string[])[text + " ", text.Replace(",", ", ", StringComparison.Ordinal), text.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal), text.Replace("access", "sealed-log", StringComparison.Ordinal), "{}", ""])
            Assert.False(AccessEvent.TryRead(Encoding.UTF8.GetBytes(other), out _, out _), other);
    }

    [Fact]
    public void Leaf_FitsTheTree_WhateverTheDetail() => Gen.String.Sample(detail =>
    {
        var entry = Example with { Tenant = new string('t', 32), Actor = new string('k', 32), Subject = new string('s', 64), Detail = AccessEvent.Fit(detail + new string('\u20ac', 300)) };
        Assert.True(Encoding.UTF8.GetByteCount(entry.Detail) <= AccessEvent.MaxDetail);
        _ = entry.LeafHash();
        Assert.True(AccessEvent.TryRead(entry.ToBytes(), out _, out var problem), problem);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(13)]
    public async Task AKeptCheckpoint_MustBeContinued(int size)
    {
        var zip = await RecordedBundle.WriteAsync(new RecordedLedger().Add(2), 2);
        var kept = KeyValuePair.Create("kept.jws", Encoding.ASCII.GetString(RecordedAccess.Checkpoint(size)));
        var report = await VerifyAsync(zip, kept);
        Assert.Equal(size >= RecordedBundle.AccessFrom, report.IsSound);
        Assert.Equal(size < RecordedBundle.AccessFrom ? "consistency" : null, report.AllFindings.Select(finding => finding.Code).SingleOrDefault());
    }

    [Fact]
    public async Task AnOldState_IsARollback()
    {
        var files = RecordedBundle.Unpack(await RecordedBundle.WriteAsync(new RecordedLedger().Add(2), 2));
        foreach (var (name, bytes) in RecordedAccess.Files(9))
            files[name] = bytes;
        RecordedBundle.MakeSumsFit(files);
        var kept = KeyValuePair.Create("kept.jws", Encoding.ASCII.GetString(RecordedAccess.Checkpoint(RecordedBundle.AccessEvents)));
        Assert.Contains((await VerifyAsync(RecordedBundle.Pack(files).ToArray(), kept)).AllFindings, finding => finding is { Code: "rollback", File: AccessNames.Checkpoint });
    }

    [Fact]
    public async Task AnotherTenantsEvents_AreFound()
    {
        var files = RecordedBundle.Unpack(await RecordedBundle.WriteAsync(new RecordedLedger().Add(2), 2));
        foreach (var (name, bytes) in RecordedAccess.Files(9, tenant: "t2"))
            files[name] = bytes;
        RecordedBundle.MakeSumsFit(files);
        Assert.Contains((await VerifyAsync(RecordedBundle.Pack(files).ToArray())).AllFindings, finding => finding is { Code: "other-tenant", File: AccessNames.Checkpoint });
    }

    private static Task<BundleReport> VerifyAsync(byte[] zip, params KeyValuePair<string, string>[] kept) => BundleVerifier.VerifyAsync(
        new MemoryStream(zip), CorridorReward.Catalogue, CorridorReward.Library, new LedgerVerifierOptions { TrustedKeys = RecordedLedger.Keys, Kept = [.. kept] });
}
