using ClinicalRl.Audit.Bundles;
using ClinicalRl.Audit.Reports;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Grains.Coverage;
using ClinicalRl.Grains.Journal;
using ClinicalRl.Grains.Ledger;
using ClinicalRl.Grains.Reports;
using ClinicalRl.Reports.Bundles;

namespace ClinicalRl.Grains.Bundles;

/// <summary>Puts the latest Reward Reliability Report of a bundle's selection into it, or says that there is none.</summary>
internal static class BundleReports
{
    public static async ValueTask<BundleReliability?> AddAsync(BundleParts parts, BundleWriter writer, string tenant, CoverageSelection selection, CancellationToken cancel)
    {
        if (await parts.Journal.Reports.LatestAsync(tenant, new ReportSelection([], selection).Words) is not { } latest)
        {
            await writer.AddAsync(BundleReliability.Folder + "none.html", NoReliabilityPage.Render(), cancel);
            return null;
        }

        var (leaf, entry) = latest;
        foreach (var (name, ending, hash) in ((string, string, Sha256Digest)[])
            [
                ("report.json", ReportFiles.Json, entry.Json), ("report.html", ReportFiles.Html, entry.Html), ("report.pdf", ReportFiles.Pdf, entry.Pdf),
                ("records.jsonl", ReportFiles.Evidence, entry.Evidence),
            ])
        {
            var bytes = await parts.Blobs.GetAsync(ReportBlobs.NameOf(tenant, hash, ending), cancel);
            if (bytes is null || Sha256Digest.Of(bytes) != hash)
                throw new JournalUnavailableException($"A file of report {entry.Id} is not in the blob store as it was made.");
            await writer.AddAsync(BundleReliability.Folder + name, bytes, cancel);
        }

        var size = await parts.Journal.Reports.SizeAsync(tenant);
        await writer.AddAsync(BundleReliability.Folder + "report.jws", await entry.SignAsync(parts.Signer, cancel) + "\n", cancel);
        await writer.AddAsync(BundleReliability.Folder + "report.proof.json", (byte[])[.. (await parts.Journal.Reports.ProveInclusionAsync(tenant, leaf, size)).ToBytes(), (byte)'\n'], cancel);
        await writer.AddAsync(BundleReliability.Folder + "checkpoint.jws", await parts.Journal.Reports.CheckpointAsync(tenant, size) + "\n", cancel);
        return new BundleReliability(leaf + 1, entry.Id, entry.Evaluators == ReportEntry.Simulated);
    }
}
