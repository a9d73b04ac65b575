using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ClinicalRl.Grains.Episodes;

namespace ClinicalRl.Grains.Telemetry;

/// <summary>How much waits in each bounded queue of this process, and how far behind work that follows something is. Asked for only when somebody looks.</summary>
public static class QueueInstruments
{
    private static readonly ConcurrentDictionary<object, (KeyValuePair<string, object?> Queue, Func<double> Value)> Depths = new();

    private static readonly ConcurrentDictionary<object, (KeyValuePair<string, object?> Queue, Func<double> Value)> Lags = new();

    static QueueInstruments()
    {
        EpisodeInstruments.Meter.CreateObservableGauge("clinicalrl.queue.depth", () => Observe(Depths, values => values.Sum()), "{item}", "Items that wait in a queue.");
        EpisodeInstruments.Meter.CreateObservableGauge("clinicalrl.queue.lag", () => Observe(Lags, values => values.Max()), "s", "Age of the oldest item that is not dealt with.");
    }

    /// <summary>Has a queue's length told under <paramref name="queue"/>, one of few fixed names, until what is returned is disposed of.</summary>
    public static IDisposable WatchDepth(string queue, Func<double> items) => new Watch(Depths, queue, items);

    /// <summary>Has the age of a queue's oldest item told, in seconds, 0 when it is empty.</summary>
    public static IDisposable WatchLag(string queue, Func<double> seconds) => new Watch(Lags, queue, seconds);

    private static IEnumerable<Measurement<double>> Observe(ConcurrentDictionary<object, (KeyValuePair<string, object?> Queue, Func<double> Value)> watched, Func<IEnumerable<double>, double> together) =>
        watched.Values.GroupBy(one => (string)one.Queue.Value!).Select(queue => new Measurement<double>(together(queue.Select(one => one.Value())), queue.First().Queue));

    private sealed class Watch : IDisposable
    {
        private readonly ConcurrentDictionary<object, (KeyValuePair<string, object?> Queue, Func<double> Value)> watched;

        public Watch(ConcurrentDictionary<object, (KeyValuePair<string, object?> Queue, Func<double> Value)> watched, string queue, Func<double> value)
        {
            this.watched = watched;
            watched[this] = (new KeyValuePair<string, object?>("queue", queue), value);
        }

        public void Dispose() => watched.TryRemove(this, out _);
    }
}
