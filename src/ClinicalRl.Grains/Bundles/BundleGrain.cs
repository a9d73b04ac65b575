using System.Globalization;
using ClinicalRl.Audit.Blobs;
using ClinicalRl.Audit.Ledger;
using ClinicalRl.Grains.Jobs;

namespace ClinicalRl.Grains.Bundles;

/// <inheritdoc cref="IBundleGrain"/>
[GrainType("bundle")]
internal sealed class BundleGrain([PersistentState("bundle")] IPersistentState<BundleState> job, JobTurns turns, BundleParts parts) : JobGrain<BundleState, StartBundle>(job, turns), IBundleGrain
{
    /// <summary>Most logs of one bundle.</summary>
    public const int MaxLogs = 20_000;

    private BundleBuild? build;

    protected override bool IsDerived => true;

    private string Id => this.GetPrimaryKeyString().Split('/')[1];

    // The entries of the ledger, then the documents: one piece a reward function, cards and all before, pages and storing after.
    protected override int TotalOf(StartBundle request) => SizeOf(request) + parts.Catalogue.Environments.Length + 2;

    protected override ValueTask<string?> PrepareAsync(StartBundle request)
    {
        _ = SignedCheckpoint.TryRead(request.Checkpoint, out var signed, out _);
        build = BundleBuild.Begin(parts, Tenant, Id, request, signed!.Checkpoint);
        return ValueTask.FromResult<string?>(null);
    }

    protected override async ValueTask<string?> WorkAsync(StartBundle request, int piece, CancellationToken cancel)
    {
        var document = piece - SizeOf(request);
        if (document < 0)
        {
            await build!.AddEntryAsync(piece, cancel);
            return build.Logs <= MaxLogs && build.Bytes <= parts.MaxBytes
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"More than {MaxLogs} logs are selected, or more than {parts.MaxBytes >> 20} mebibytes of them; choose a shorter period, a label or an environment.");
        }

        if (document == 0)
            return build!.Logs == 0 ? "No sealed log that can be read is selected." : await build.AddCardsAsync(cancel);
        if (document <= parts.Catalogue.Environments.Length)
            await build!.MeasureExploitsAsync(document - 1, last: document == parts.Catalogue.Environments.Length, cancel);
        else
            State.Result = await build!.FinishAsync(cancel);
        return null;
    }

    protected override ValueTask FinishAsync(StartBundle request) => ValueTask.CompletedTask;

    protected override async ValueTask<bool> ReleaseAsync() =>
        State.Result is null || (parts.Blobs is IBlobRetention store && await store.RemoveAsync(BundleBlobs.NameOf(Tenant, Id)) == BlobRemoval.Gone);

    protected override void Forget()
    {
        build?.Dispose();
        build = null;
    }

    private static int SizeOf(StartBundle request) => SignedCheckpoint.TryRead(request.Checkpoint, out var signed, out _) ? (int)Math.Min(signed.Checkpoint.TreeSize, int.MaxValue - 100) : 0;
}

/// <summary>What is stored of a bundle.</summary>
[GenerateSerializer]
[Alias("clinicalrl.bundle.state")]
public sealed class BundleState : JobState<StartBundle>;
