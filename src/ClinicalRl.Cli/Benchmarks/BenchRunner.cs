using System.Globalization;

namespace ClinicalRl.Cli.Benchmarks;

/// <summary>Runs the loads one after another: ledger, estimators, engine, bare endpoint, service without and with durability.</summary>
internal static class BenchRunner
{
    private const int One = 1;
    private const int Callers = 32;
    private const int ManyCallers = 128;
    private const int Sessions = 64;
    private const int BatchCallers = 4;
    private const int BatchItems = 64;

    private static readonly ServiceLoad[] ServiceLoads =
    [
        new("HTTP single step", Callers, Callers, at => new StepLoad(at.Server, at.Pool, Callers)),
        new("HTTP single step", ManyCallers, ManyCallers, at => new StepLoad(at.Server, at.Pool, ManyCallers)),
        new("HTTP batch of 64", BatchCallers, Callers, at => new BatchLoad(at.Server, at.Pool, BatchCallers, BatchItems)),
        new("WebSocket, 1 session", One, One, at => new SessionLoad(at.Server, at.Environment, at.Episodes, One)),
        new("WebSocket, 64 sessions", Sessions, Sessions, at => new SessionLoad(at.Server, at.Environment, at.Episodes, Sessions)),
    ];

    public static async Task RunAsync(BenchPlan plan, BenchReport report, Action<string> say, CancellationToken cancel)
    {
        if (plan is { EngineOnly: false, Only: null, StatisticsOnly: false })
        {
            say("ledger …");
            report.Ledger.AddRange(await LedgerBench.RunAsync(LedgerBench.Entries, cancel));
        }

        if (plan.LedgerOnly)
            return;
        if (plan is { EngineOnly: false, Only: null })
        {
            say("statistics …");
            report.Statistics.AddRange(StatisticsBench.Run(cancel));
        }

        if (plan.StatisticsOnly)
            return;
        var episodes = RecordedPlay.Record(plan.Environment, plan.RewardFunction);
        say("engine …");
        report.EngineStepsPerSecond = EngineBench.StepsPerSecond(plan, episodes, cancel);
        say("reward function …");
        report.Reward = RewardBench.Measure(plan, episodes, cancel);
        if (plan.EngineOnly)
            return;
        await MeasureBareAsync();
        foreach (var durable in new[] { false, true })
        {
            var wanted = ServiceLoads.Where(load => plan.Wants(load.NameOf(durable))).ToList();
            if (wanted.Count == 0)
                continue;
            await using var service = await ServerProcess.StartServiceAsync(durable, cancel);
            var place = new BenchPlace(service, new EpisodePool(service, plan.Environment.Spec.Id, episodes), plan.Environment.Spec.Id, episodes);
            foreach (var load in wanted)
                await MeasureAsync(load.Create(place), load.NameOf(durable), load.Connections, load.Baseline);
        }

        // Only under the numbers of connections that a wanted load is compared at.
        async Task MeasureBareAsync()
        {
            await using var bare = await ServerProcess.StartBareAsync(cancel);
            var wanted = ServiceLoads.Where(load => plan.Wants(load.NameOf(durable: false)) || plan.Wants(load.NameOf(durable: true)));
            foreach (var connections in wanted.Select(load => load.Baseline).Distinct())
                await MeasureAsync(new BareLoad(bare, connections), BenchReport.Bare, connections, connections);
        }

        async Task MeasureAsync(Load load, string name, int connections, int baseline)
        {
            await using (load)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"{name}, {connections} …"));
                var result = await LoadMeter.MeasureAsync(load, name, connections, baseline, plan.Time, cancel);
                report.Loads.Add(result);
                say(string.Create(CultureInfo.InvariantCulture, $"  {result.StepsPerSecond:F0}/s"));
            }
        }
    }

    /// <summary>What a load of the service needs.</summary>
    private sealed record BenchPlace(ServerProcess Server, EpisodePool Pool, string Environment, IReadOnlyList<RecordedEpisode> Episodes);

    /// <summary>A load of the service, and under how many connections the bare endpoint is compared with it.</summary>
    private sealed record ServiceLoad(string Name, int Connections, int Baseline, Func<BenchPlace, Load> Create)
    {
        public string NameOf(bool durable) => Name + (durable ? ", durable" : ", in memory");
    }
}
