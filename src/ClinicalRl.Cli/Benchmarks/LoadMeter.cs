using System.Diagnostics;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>Drives a load in windows of a second: first until the server's work per step settles, then for the measured time.</summary>
internal static class LoadMeter
{
    private const int MinWarmupWindows = 8;
    private const int MaxWarmupWindows = 45;
    private const int SteadyWindows = 5;
    private const double Settled = 0.03;
    private const int FirstGuess = 4_000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    public static async Task<LoadResult> MeasureAsync(
        Load load, string name, int connections, int baseline, TimeSpan time, CancellationToken cancel)
    {
        for (var i = 0; i < load.Connections; i++)
            await load.ConnectAsync(i, cancel);
        var rate = await WarmUpAsync(load, cancel);
        var total = new Tally();
        while (total.Elapsed < time)
            total.Add(await RunWindowAsync(load, rate, cancel));
        total.Latencies.Sort();
        return new LoadResult(
            name, connections, baseline, total.Steps / total.Elapsed.TotalSeconds, total.Percentile(0.5), total.Percentile(0.99),
            total.Cpu.TotalMicroseconds / total.Steps);
    }

    /// <summary>
    /// Windows until several in a row cost the server no less processor time per step than the best before them; the last rate. Cost, unlike rate, tells
    /// compilation that is still going on from a machine that has other things to do.
    /// </summary>
    private static async Task<double> WarmUpAsync(Load load, CancellationToken cancel)
    {
        double best = double.MaxValue, rate = FirstGuess;
        var steady = 0;
        for (var i = 0; i < MaxWarmupWindows && (i < MinWarmupWindows || steady < SteadyWindows); i++)
        {
            var window = await RunWindowAsync(load, rate, cancel);
            rate = window.Steps / window.Elapsed.TotalSeconds;
            var cost = window.Cpu.TotalMicroseconds / Math.Max(window.Steps, 1);
            steady = cost >= best * (1 - Settled) ? steady + 1 : 0;
            best = Math.Min(best, cost);
        }

        return rate;
    }

    private static async Task<Tally> RunWindowAsync(Load load, double rate, CancellationToken cancel)
    {
        await load.PrepareAsync((int)(rate * 1.5 * Window.TotalSeconds) + 1, cancel);
        var cpu = load.Server.CpuTime;
        var clock = Stopwatch.StartNew();
        var parts = await Task.WhenAll(Enumerable.Range(0, load.Connections).Select(i => Task.Run(() => DriveAsync(load, i, clock, cancel), cancel)));
        var tally = new Tally { Elapsed = clock.Elapsed, Cpu = load.Server.CpuTime - cpu };
        foreach (var part in parts)
        {
            tally.Steps += part.Steps;
            tally.Latencies.AddRange(part.Latencies);
        }

        return tally;
    }

    private static async Task<Tally> DriveAsync(Load load, int connection, Stopwatch clock, CancellationToken cancel)
    {
        var tally = new Tally();
        while (clock.Elapsed < Window)
        {
            cancel.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var steps = await load.ExchangeAsync(connection, cancel);
            if (steps == 0)
                break;
            tally.Latencies.Add((float)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            tally.Steps += steps;
            await load.BetweenAsync(connection, cancel);
        }

        return tally;
    }

    private sealed class Tally
    {
        public long Steps { get; set; }

        public TimeSpan Elapsed { get; set; }

        public TimeSpan Cpu { get; set; }

        public List<float> Latencies { get; } = [];

        public void Add(Tally window)
        {
            Steps += window.Steps;
            Elapsed += window.Elapsed;
            Cpu += window.Cpu;
            Latencies.AddRange(window.Latencies);
        }

        public double Percentile(double share) => Latencies.Count == 0 ? 0 : Latencies[(int)(share * (Latencies.Count - 1))];
    }
}
