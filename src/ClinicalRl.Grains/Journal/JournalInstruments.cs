using System.Diagnostics;
using System.Diagnostics.Metrics;
using ClinicalRl.Grains.Episodes;
using ClinicalRl.Grains.Telemetry;

namespace ClinicalRl.Grains.Journal;

/// <summary>What the journal's writer measures, once for each batch.</summary>
internal static class JournalInstruments
{
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 10] };

    private static readonly Histogram<int> BatchSize = EpisodeInstruments.Meter.CreateHistogram(
        "clinicalrl.journal.batch", "{append}", "Appends committed together.", tags: null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });

    private static readonly Histogram<double> CommitSeconds = EpisodeInstruments.Meter.CreateHistogram("clinicalrl.journal.commit", "s", "Time to write and commit a batch.", tags: null, Seconds);

    private static readonly Histogram<double> WaitSeconds = EpisodeInstruments.Meter.CreateHistogram("clinicalrl.journal.wait", "s", "Time that the first append of a batch waited for the writer.", tags: null, Seconds);

    private static readonly Counter<long> Unanswered = EpisodeInstruments.Meter.CreateCounter<long>("clinicalrl.journal.unanswered", "{append}", "Appends of which it is unknown whether they were written.");

    /// <summary>Appends that found the writer's queue full.</summary>
    public static readonly Counter<long> Refused = EpisodeInstruments.Meter.CreateCounter<long>("clinicalrl.journal.refused", "{append}", "Appends that found the writer's queue full.");

    /// <summary>Has counters told before they count: of what appears with a value nobody sees that it grew.</summary>
    public static void Show()
    {
        Refused.Add(0);
        Unanswered.Add(0);
    }

    /// <summary>Now, for <see cref="Committed"/>; 0 when nobody asks for waits.</summary>
    public static long Clock => WaitSeconds.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>
    /// The span of a batch's commit, when a caller's is recorded: the first one's child, and each other one's by a link in both directions, for a span has one parent.
    /// </summary>
    public static Activity? BeginCommit(List<JournalWork> batch)
    {
        if (!Traces.Source.HasListeners() || batch.Find(work => work.Caller is not null)?.Caller is not { } first)
            return null;
        var others = batch.Where(work => work.Caller is not null && work.Caller != first).Select(work => work.Caller!).ToList();
        var commit = Traces.Source.StartActivity("journal commit", ActivityKind.Internal, first.Context, links: others.Select(caller => new ActivityLink(caller.Context)));
        commit?.SetTag("clinicalrl.batch", batch.Count);
        if (commit is not null)
            others.ForEach(caller => caller.AddLink(new ActivityLink(commit.Context)));
        return commit;
    }

    /// <summary>A batch was committed, or failed, in so long.</summary>
    public static void Committed(List<JournalWork> batch, TimeSpan elapsed)
    {
        BatchSize.Record(batch.Count);
        CommitSeconds.Record(elapsed.TotalSeconds);
        if (batch[0].Submitted is var submitted and not 0)
            WaitSeconds.Record(Math.Max(0, (Stopwatch.GetElapsedTime(submitted) - elapsed).TotalSeconds));
        if (!Unanswered.Enabled)
            return;
        foreach (var work in batch)
        {
            if (work.Outcome == AppendOutcome.Unavailable)
                Unanswered.Add(1);
        }
    }
}
