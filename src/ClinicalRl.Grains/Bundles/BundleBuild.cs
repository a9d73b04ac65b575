using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Audit.Access;
using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Access;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Exploits;
using ClinicalRl.Grains.Jobs;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Reports.Bundles;
using ClinicalRl.Reports.Coverage;
using ClinicalRl.Reports.Exploits;
using ClinicalRl.Reports.Hazards;
using ClinicalRl.Reports.Trials;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Grains.Bundles;

/// <summary>One bundle in the making: logs and proofs, then cards, then what policies earn, then the pages over all of it.</summary>
internal sealed class BundleBuild : IDisposable
{
    /// <summary>Most access events of one bundle, the latest; some 35 MB, well below what a verifier takes.</summary>
    private const int MaxAccessEvents = 100_000;

    private const int AccessPage = 1_000;

    private readonly BundleParts parts;
    private readonly string tenant;
    private readonly string id;
    private readonly StartBundle request;
    private readonly LedgerCheckpoint checkpoint;
    private readonly FileStream file;
    private readonly BundleWriter writer;
    private readonly CoverageCount count;
    private readonly ImmutableArray<BundleLog>.Builder logs = ImmutableArray.CreateBuilder<BundleLog>();
    private readonly List<ExploitReport> exploits = [];
    private BundleCards? cards;

    private BundleBuild(BundleParts parts, string tenant, string id, StartBundle request, LedgerCheckpoint checkpoint)
    {
        (this.parts, this.tenant, this.id, this.request, this.checkpoint) = (parts, tenant, id, request, checkpoint);
        file = parts.OpenUnfinished(tenant, id);
        writer = new BundleWriter(file, request.Time);
        count = new CoverageCount(parts.Source, tenant, request.Selection, checkpoint.TreeSize, TakeAsync);
    }

    /// <summary>Logs in it.</summary>
    public int Logs => logs.Count;

    /// <summary>Bytes of the logs in it, as they are unpacked.</summary>
    public long Bytes { get; private set; }

    public static BundleBuild Begin(BundleParts parts, string tenant, string id, StartBundle request, LedgerCheckpoint checkpoint) => new(parts, tenant, id, request, checkpoint);

    /// <summary>Adds the log of an entry, if it is selected, with its proof.</summary>
    public ValueTask AddEntryAsync(int place, CancellationToken cancel) => count.AddAsync(place, cancel);

    /// <summary>Adds cards and documents of what the logs name; why it cannot be, or null.</summary>
    public async ValueTask<string?> AddCardsAsync(CancellationToken cancel)
    {
        cards = await BundleCards.AddAsync(parts, writer, tenant, [.. logs.Select(log => log.Header)], cancel);
        return null;
    }

    /// <summary>Plays the environments' own policies under one reward function, or with <paramref name="last"/> under all that are left.</summary>
    public async ValueTask MeasureExploitsAsync(int index, bool last, CancellationToken cancel)
    {
        foreach (var (function, environment) in cards!.Runnable.Skip(index).Take(last ? int.MaxValue : 1))
            exploits.Add(await Task.Run(() => ExploitReport.MeasureAsync(environment, function, new PolicyTrialPlan(PolicyTrialPlan.ReviewEpisodes), cancel: cancel), cancel));
    }

    /// <summary>Writes the pages, signs, and stores the whole; what it came to, as JSON.</summary>
    public async ValueTask<byte[]> FinishAsync(CancellationToken cancel)
    {
        var matrix = await count.ToMatrixAsync(parts.Catalogue, parts.Functions);
        var content = new BundleContent
        {
            Bundle = id, Tenant = tenant, Time = request.Time, Service = parts.Options.ServiceVersion, Image = parts.Options.Image, Checkpoint = checkpoint, Since = request.Since,
            KeyIds = [.. parts.Keys.Keys.Select(key => key.PublicKey.KeyId)], Logs = logs.ToImmutable(), Environments = cards!.Environments, RewardFunctions = cards.RewardFunctions,
            Coverage = matrix, Hazards = HazardLog.Of(matrix, Before()), PreviousHazards = request.Previous is not null, Exploits = [.. exploits],
        };
        await AddEvidenceAsync(cancel);
        content = content with { Reliability = await BundleReports.AddAsync(parts, writer, tenant, request.Selection, cancel) };
        await AddPagesAsync(content, cancel);
        var seal = await writer.FinishAsync(tenant, id, parts.Signer, cancel);
        file.Position = 0;
        var name = BundleBlobs.NameOf(tenant, id);
        // False when a process stored the bundle and stopped before it could say so: that one counts.
        var stored = await parts.Blobs.PutOnceAsync(name, file, cancel) ? file : await parts.Blobs.OpenAsync(name, cancel) ?? throw new JournalUnavailableException("The bundle was not stored.");
        stored.Position = 0;
        var digest = await Sha256Digest.OfAsync(stored, cancel);
        var bytes = stored.Length;
        if (stored != file)
            await stored.DisposeAsync();
        return JsonSerializer.SerializeToUtf8Bytes(
            new { bundle = id, bytes, sha256 = digest.ToString(), logs = logs.Count, files = seal.Files, treeSize = checkpoint.TreeSize, rootHash = checkpoint.RootHash.ToString(), made = RunLogTime.Write(request.Time) },
            JsonSerializerOptions.Web);
    }

    public void Dispose()
    {
        writer.Dispose();
        file.Dispose();
    }

    private async ValueTask TakeAsync(LedgerEntry entry, long place, ReadOnlyMemory<byte> log)
    {
        if (!RunLogReader.TryRead(log[..log.Span.IndexOf((byte)'\n')], out var line, out _) || line is not RunLogOpening opening)
            throw new InvalidOperationException("A counted log begins with its header.");
        logs.Add(new BundleLog(opening.Header, entry, place));
        Bytes += log.Length;
        var name = BundleContent.NameOf(entry);
        await writer.AddAsync(name, log);
        await writer.AddAsync(EvidenceNames.ProofOf(name), Line((await parts.Journal.Ledger.ProveInclusionAsync(tenant, place, checkpoint.TreeSize)).ToBytes()));
    }

    private async ValueTask AddEvidenceAsync(CancellationToken cancel)
    {
        await writer.AddAsync(BundleNames.Logs + EvidenceNames.Checkpoint, request.Checkpoint + "\n", cancel);
        await writer.AddAsync(BundleNames.Logs + EvidenceNames.Keys, parts.Keys.ToJson(), cancel);
        await AddAccessAsync(cancel);
        if (request.Since is not { } since || await parts.Journal.Ledger.CheckpointAsync(tenant, since) is not { } earlier)
            return;
        await writer.AddAsync(BundleNames.Logs + EvidenceNames.Earlier(since), earlier + "\n", cancel);
        await writer.AddAsync(BundleNames.Logs + EvidenceNames.Consistency(since), Line((await parts.Journal.Ledger.ProveConsistencyAsync(tenant, since, checkpoint.TreeSize)).ToBytes()), cancel);
    }

    /// <summary>Who read what until now: the latest events, and what stands for those before them.</summary>
    private async ValueTask AddAccessAsync(CancellationToken cancel)
    {
        var signed = await parts.Grains.GetGrain<IAccessLedgerGrain>(tenant).CheckpointAsync();
        var size = SignedCheckpoint.TryRead(signed, out var read, out var problem) ? read.Checkpoint.TreeSize : throw new JournalUnavailableException(problem);
        var from = Math.Max(0, size - MaxAccessEvents);
        using var events = new MemoryStream();
        for (var place = from; place < size;)
        {
            var page = await parts.Journal.Access.ReadAsync(tenant, place, (int)Math.Min(AccessPage, size - place));
            foreach (var entry in page)
                events.Write(Line(entry.ToBytes()));
            place += page.Length > 0 ? page.Length : throw new JournalUnavailableException("The access ledger has a gap.");
        }

        var stretch = new LedgerStretch(from, size, await parts.Journal.Access.HashesAsync(tenant, MerkleTree.SubtreesOf(from)));
        await writer.AddAsync(AccessNames.Checkpoint, signed + "\n", cancel);
        await writer.AddAsync(AccessNames.Stretch, Line(stretch.ToBytes()), cancel);
        await writer.AddAsync(AccessNames.Events, events.ToArray(), cancel);
    }

    private async ValueTask AddPagesAsync(BundleContent content, CancellationToken cancel)
    {
        foreach (var (name, forms) in ((string, ReportForms)[])[
            ("coverage/coverage", CoverageForms.Of(CoverageReport.Coverage, content.Coverage, null)), ("hazard-log/hazard-log", CoverageForms.Of(CoverageReport.HazardLog, content.Coverage, request.Previous)),
            ("exploits/exploits", ExploitForms.Of(content.Exploits))])
        {
            await writer.AddAsync(name + ".json", forms.Json, cancel);
            await writer.AddAsync(name + ".csv", forms.Csv, cancel);
            await writer.AddAsync(name + ".html", forms.Html, cancel);
        }

        if (request.Previous is { } previous)
            await writer.AddAsync(BundleContent.PreviousHazardLog, previous, cancel);
        await writer.AddAsync("limits.md", BundleLimits.Render(content), cancel);
        await writer.AddAsync(BundleScope.Name, BundleScope.Render(content), cancel);
        await writer.AddAsync(BundleNames.Guide, BundleGuide.Text, cancel);
        await writer.AddAsync(BundleNames.Index, BundlePage.Render(content), cancel);
    }

    private PreviousHazardLog? Before() => request.Previous is { } previous && PreviousHazardLog.TryRead(previous, out var read, out _) ? read : null;

    private static byte[] Line(byte[] bytes) => [.. bytes, (byte)'\n'];
}
